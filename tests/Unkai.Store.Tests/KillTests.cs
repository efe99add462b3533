using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Unkai.Storage.Tests;

public sealed class KillTests
{
    private const int Rounds = 20;
    private const int Clients = 8;

    [Theory]
    [InlineData(Durability.EverySecond)]
    [InlineData(Durability.Always)]
    public async Task A_process_killed_with_writes_under_way_loses_none_that_it_acknowledged(Durability durability)
    {
        var folder = Directory.CreateTempSubdirectory("unkai-kill-").FullName;
        try
        {
            var random = new Random(1);
            var acknowledged = new long[Clients];
            for (var round = 0; round < Rounds; round++)
            {
                await RunAndKillAsync(folder, durability, acknowledged, lines: 50 + random.Next(3000));
                await CheckAsync(folder, durability, acknowledged);
            }

            Assert.All(acknowledged, count => Assert.NotEqual(0, count));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAndKillAsync(string folder, Durability durability, long[] acknowledged, int lines)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Unkai.Store.Victim.dll"));
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(durability.ToString());
        using var process = Process.Start(start)!;
        for (var i = 0; i < lines; i++)
        {
            Note(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), acknowledged);
        }

        process.Kill();

        // What it said before the signal reached it counts too; its last line may be cut short.
        var rest = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var line in rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Note(line, acknowledged);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static void Note(string? line, long[] acknowledged)
    {
        var parts = Assert.IsType<string>(line).Split(' ');
        var client = int.Parse(parts[0], CultureInfo.InvariantCulture);
        acknowledged[client] = Math.Max(acknowledged[client], long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static async Task CheckAsync(string folder, Durability durability, long[] acknowledged)
    {
        await using var store = await Store.OpenAsync(
            new StoreOptions { Disk = new MachineDisk(folder), Durability = durability, LogSegmentBytes = 256 * 1024 }, TestContext.Current.CancellationToken);
        var sum = 0L;
        for (var client = 0; client < Clients; client++)
        {
            byte[] key = [(byte)'c', (byte)client];
            var count = await NumberAsync(store, key);
            Assert.True(count >= acknowledged[client], $"client {client} was told {acknowledged[client]}, the store has {count}");
            sum += count;
        }

        Assert.Equal(sum, await NumberAsync(store, "total"u8.ToArray()));
    }

    private static ValueTask<long> NumberAsync(Store store, byte[] key) => store.ReadAsync(
        WorldName.Default,
        key,
        static async (snapshot, key) => await snapshot.GetAsync(key) is { } value ? BinaryPrimitives.ReadInt64LittleEndian(value.Span) : 0,
        TestContext.Current.CancellationToken);
}
