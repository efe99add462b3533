using System.Buffers.Binary;
using System.Globalization;
using Unkai;
using Unkai.Storage;

// Writes to the store in the folder of the first argument, and prints a line for each acknowledged write, until it is killed.
// The second argument is the durability. A line: the client's number, the count that is now in the store.
const int Clients = 8;
var store = await Store.OpenAsync(
    new StoreOptions
    {
        Disk = new MachineDisk(args[0]),
        Durability = Enum.Parse<Durability>(args[1]),
        LogSegmentBytes = 256 * 1024,
        CheckpointLogBytes = 512 * 1024,
    },
    CancellationToken.None);
var output = Console.OpenStandardOutput();
var gate = new Lock();
await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
{
    while (true)
    {
        var count = await store.TransactAsync(
            WorldName.Default,
            client,
            static async (transaction, client) =>
            {
                byte[] key = [(byte)'c', (byte)client];
                var count = await transaction.GetAsync(key) is { } value ? BinaryPrimitives.ReadInt64LittleEndian(value.Span) + 1 : 1;
                var next = new byte[200];
                BinaryPrimitives.WriteInt64LittleEndian(next, count);
                transaction.Put(key, next);
                transaction.Add("total"u8.ToArray(), 1);
                return count;
            },
            CancellationToken.None);
        var line = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{client} {count}\n"));
        lock (gate)
        {
            output.Write(line);
        }
    }
})));
