using System.Globalization;

namespace Unkai.Storage.Torture;

/// <summary>One transaction of a client, as it is written into the world's own log of operations: enough to work out all that it did.</summary>
/// <param name="Client">Who.</param>
/// <param name="Number">The client's how-manieth operation, over all worlds.</param>
/// <param name="Kind">What it does.</param>
/// <param name="At">The item, or the first of a range.</param>
/// <param name="To">The end of a range, or how many.</param>
/// <param name="Claimed">For <see cref="OperationKind.Claim"/>: the stamps of the messages taken.</param>
internal sealed record Operation(int Client, int Number, OperationKind Kind, int At, int To, string Claimed = "")
{
    internal const int Items = 40;
    internal const int Blobs = 4;
    internal const string Log = "log/";
    internal const string Queue = "queue/";

    internal static string ItemKey(int item) => string.Create(CultureInfo.InvariantCulture, $"item/{item:d3}");

    internal static string BlobKey(int blob) => string.Create(CultureInfo.InvariantCulture, $"blob/{blob}");

    internal static string LastKey(int client) => string.Create(CultureInfo.InvariantCulture, $"last/{client}");

    internal static Operation Next(int client, int number, Random random)
    {
        var at = random.Next(Items);
        return random.Next(100) switch
        {
            < 36 => new(client, number, OperationKind.Put, at, 0),
            < 44 => new(client, number, OperationKind.Delete, at, 0),
            < 48 => new(client, number, OperationKind.DeleteRange, at, at + 1 + random.Next(8)),
            < 56 => new(client, number, OperationKind.Add, 0, random.Next(-5, 100)),
            < 66 => new(client, number, OperationKind.PutMany, random.Next(Items - 20), 20),
            < 78 => new(client, number, OperationKind.Send, 0, 0),
            < 92 => new(client, number, OperationKind.Claim, 0, 1 + random.Next(3)),
            _ => new(client, number, OperationKind.Blob, random.Next(Blobs), 0),
        };
    }

    internal static Operation Parse(string text)
    {
        var parts = text.Split(' ');
        int Number(int i) => int.Parse(parts[i], CultureInfo.InvariantCulture);
        return new(Number(0), Number(1), Enum.Parse<OperationKind>(parts[2]), Number(3), Number(4), parts[5]);
    }

    /// <summary>The value that it puts under an item: nobody else's, and of any size.</summary>
    internal byte[] Value(int item) => Content(((item + 1) * 7) + (Number % 17 == 0 ? 3000 : Number % 300));

    /// <summary>The body that it stores.</summary>
    internal byte[] Body() => Content(BlobStore.InlineBytesMax + 1 + (Number % 7 * 4000));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Client} {Number} {Kind} {At} {To} {Claimed}");

    private byte[] Content(int size)
    {
        var content = new byte[size];
        new SeededRandomSource((ulong)Client, (ulong)Number).Fill(content);
        return content;
    }
}
