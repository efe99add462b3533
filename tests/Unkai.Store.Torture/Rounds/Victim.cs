using System.Globalization;
using System.Text;

namespace Unkai.Storage.Torture;

/// <summary>The process that is killed: clients work on a store in a folder, and each step is a line on standard output.</summary>
internal static class Victim
{
    internal const int Clients = 6;

    internal static StoreOptions OptionsOf(string folder, Durability durability) => new()
    {
        Disk = new MachineDisk(folder),
        Durability = durability,
        LogSegmentBytes = 256 * 1024,
        CheckpointLogBytes = 512 * 1024,
    };

    /// <summary>Standard input tells what is known so far: see <see cref="LedgerText"/>.</summary>
    internal static async Task RunAsync(string folder, string durability, int seed, int number)
    {
        var ledger = await LedgerText.ReadAsync(Console.In);
        var store = await Store.OpenAsync(OptionsOf(folder, Enum.Parse<Durability>(durability)), CancellationToken.None);
        using var output = Console.OpenStandardOutput();
        var report = new Lines(output);
        report.Write("ready");
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() =>
            new WorkClient(store, ledger, client, HashCode.Combine(seed, number, client), report).RunAsync(int.MaxValue, doesHousework: true))));
    }

    private sealed class Lines(Stream output) : IWorkReport
    {
        private readonly Lock _gate = new();

        public void Tried(int client, int number, WorldName world) => Write(string.Create(CultureInfo.InvariantCulture, $"t {client} {number} {world}"));

        public void Acknowledged(int client, int number, WorldName world, ulong sequence) => Write(string.Create(CultureInfo.InvariantCulture, $"a {client} {number} {world} {sequence}"));

        public void Making(WorldName world, WorldName? parent) => Write($"m {world} {parent?.Value ?? "-"}");

        public void Made(WorldName world) => Write($"M {world}");

        public void Deleting(WorldName world) => Write($"d {world}");

        public void Deleted(WorldName world) => Write($"D {world}");

        internal void Write(string line)
        {
            var bytes = Encoding.ASCII.GetBytes(line + "\n");
            lock (_gate)
            {
                output.Write(bytes);
            }
        }
    }
}
