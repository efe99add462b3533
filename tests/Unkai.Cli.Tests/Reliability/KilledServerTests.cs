namespace Unkai.Cli.Tests.Reliability;

/// <summary>The whole server, killed while clients write to S3, SQS and Lambda.</summary>
public sealed class KilledServerTests(ITestOutputHelper output)
{
    private const int Rounds = 10;
    private const int RoundsMax = 40;
    private const int AcknowledgementsMax = 250;
    private const int Invoked = 2;

    [Theory]
    [InlineData("always")]
    [InlineData("everysec")]
    public async Task A_server_killed_with_writes_under_way_has_all_that_it_acknowledged_and_nothing_by_half(string durability)
    {
        var seed = Environment.GetEnvironmentVariable("UNKAI_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : Environment.ProcessId;
        output.WriteLine($"UNKAI_TEST_SEED={seed}");
        var random = new Random(seed);
        using var data = new DataFolder();
        var clients = new Clients();

        // One life checks what the life before it has left, and is killed in its turn.
        // Functions are made slowly, so that short lives may acknowledge none: then there are some lives more.
        for (var round = 0; round < Rounds || (clients.FunctionCount == 0 && round < RoundsMax); round++)
        {
            await using var server = await UnkaiProcess.UpAsync("--data", data.Path, "--durability", durability);
            using var cloud = new CloudClient(server.Address);
            if (round == 0)
            {
                await Clients.PrepareAsync(cloud);
            }

            await clients.CheckAsync(cloud, everything: false);
            await clients.WriteUntilKilledAsync(cloud, 1 + random.Next(AcknowledgementsMax), server.KillAsync);
        }

        // Code that is unpacked is a cache: without it, packages come from the store.
        Directory.Delete(Path.Combine(data.Path, "functions"), recursive: true);
        await using var last = await UnkaiProcess.UpAsync("--data", data.Path, "--durability", durability);
        using var survivor = new CloudClient(last.Address);
        await clients.CheckAsync(survivor, everything: true);
        await clients.InvokeSomeAsync(survivor, Invoked);
        output.WriteLine($"{clients.ObjectCount} objects, {clients.MessageCount} messages, {clients.FunctionCount} functions");
        Assert.NotEqual(0, clients.ObjectCount);
        Assert.NotEqual(0, clients.MessageCount);
        Assert.NotEqual(0, clients.FunctionCount);
    }
}
