using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Unkai.Storage.Embedded;

/// <summary>Reads the newest checkpoint into worlds.</summary>
internal static class CheckpointReader
{
    /// <summary>The largest block of keys that any node has, in bytes.</summary>
    private const int KeyBlockBytesMax = 64 * 1024 + 256;

    /// <returns>The sequence of the last commit in it, and its size in bytes; zeros when there is no checkpoint.</returns>
    /// <exception cref="StoreCorruptException">It is damaged.</exception>
    internal static (ulong Sequence, long Bytes) Read(IDisk disk, ulong store, WorldSet worlds, CancellationToken cancellation)
    {
        var newest = 0UL;
        foreach (var name in disk.ListFiles(CheckpointFormat.Folder))
        {
            if (SequenceOf(name) is { } sequence)
            {
                newest = Math.Max(newest, sequence);
            }
        }

        if (newest == 0)
        {
            return default;
        }

        long bytes;
        try
        {
            using var file = disk.Open(CheckpointFormat.PathOf(newest), DiskOpenMode.Read);
            bytes = file.Length;
            Read(file, store, newest, worlds, cancellation);
        }
        catch (Exception exception) when (exception is InvalidDataException or OverflowException or ArgumentException or InvalidOperationException)
        {
            throw new StoreCorruptException(
                $"{CheckpointFormat.PathOf(newest)} is damaged: {exception.Message}. Nothing was changed. Restore the data directory from a backup.", exception);
        }

        worlds.Sequence = newest;
        return (newest, bytes);
    }

    /// <summary>Deletes what a crash has left beside the newest checkpoint.</summary>
    internal static void Tidy(IDisk disk, ulong newest)
    {
        foreach (var name in disk.ListFiles(CheckpointFormat.Folder))
        {
            if (name.EndsWith(CheckpointFormat.TemporaryExtension, StringComparison.Ordinal))
            {
                disk.Delete($"{CheckpointFormat.Folder}/{name}");
            }
        }

        if (newest > 0)
        {
            // A process that was killed may not have come to syncing the name.
            disk.SyncFolder(CheckpointFormat.Folder);
            DeleteOlder(disk, newest);
        }
    }

    internal static void DeleteOlder(IDisk disk, ulong newest)
    {
        foreach (var name in disk.ListFiles(CheckpointFormat.Folder))
        {
            if (SequenceOf(name) is { } sequence && sequence < newest)
            {
                disk.Delete($"{CheckpointFormat.Folder}/{name}");
            }
        }
    }

    private static ulong? SequenceOf(string name) =>
        name.EndsWith(CheckpointFormat.Extension, StringComparison.Ordinal)
        && ulong.TryParse(name.AsSpan(0, name.Length - CheckpointFormat.Extension.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;

    private static void Read(IDiskFile file, ulong store, ulong sequence, WorldSet worlds, CancellationToken cancellation)
    {
        Span<byte> header = stackalloc byte[CheckpointFormat.HeaderBytes];
        if (file.Read(header, 0) != header.Length || !header.StartsWith(CheckpointFormat.Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) != Crc32C.Of(header[16..], CheckpointFormat.Version))
        {
            throw new InvalidDataException("its header is not whole");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) != CheckpointFormat.Version
            || BinaryPrimitives.ReadUInt64LittleEndian(header[16..]) != store
            || BinaryPrimitives.ReadUInt64LittleEndian(header[24..]) != sequence)
        {
            throw new InvalidDataException("it is another store's, another version's, or renamed");
        }

        var blocks = new BlockReader(file, CheckpointFormat.HeaderBytes);
        var nodes = new List<Node>();
        var found = 0;
        while (true)
        {
            switch (blocks.Byte())
            {
                case CheckpointFormat.LeafRecord:
                    nodes.Add(Leaf(blocks));
                    break;
                case CheckpointFormat.InnerRecord:
                    cancellation.ThrowIfCancellationRequested();
                    nodes.Add(Inner(blocks, nodes));
                    break;
                case CheckpointFormat.WorldRecord:
                    found++;
                    worlds.Add(World(blocks, nodes));
                    break;
                case CheckpointFormat.EndRecord:
                    if (blocks.Variable() != (ulong)nodes.Count || blocks.Variable() != (ulong)found)
                    {
                        throw new InvalidDataException("nodes or worlds are missing");
                    }

                    worlds.NextId = Math.Max(worlds.NextId, checked((uint)blocks.Variable()));
                    if (!blocks.AtEnd)
                    {
                        throw new InvalidDataException("something follows its end");
                    }

                    return;
                default:
                    throw new InvalidDataException("a record is of no known kind");
            }
        }
    }

    private static Leaf Leaf(BlockReader blocks)
    {
        var count = blocks.Count(Node.ItemsMax);
        var keys = blocks.Bytes(KeyBlockBytesMax);
        if (count == 0 || !KeyBlock.IsWellFormed(keys, count))
        {
            throw new InvalidDataException("a leaf's keys are not in order");
        }

        var values = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            values[i] = blocks.Bytes(Store.ValueBytesMax);
        }

        return new Leaf(keys, values);
    }

    private static Inner Inner(BlockReader blocks, List<Node> nodes)
    {
        var count = blocks.Count(Node.ItemsMax);
        var keys = blocks.Bytes(KeyBlockBytesMax);
        if (count == 0 || !KeyBlock.IsWellFormed(keys, count - 1))
        {
            throw new InvalidDataException("an inner node's keys are not in order");
        }

        var children = new Node[count];
        for (var i = 0; i < count; i++)
        {
            children[i] = nodes[blocks.Count(nodes.Count) - 1];
            if (children[i].Height != children[0].Height)
            {
                throw new InvalidDataException("a node's children differ in height");
            }
        }

        return new Inner(keys, children);
    }

    private static World World(BlockReader blocks, List<Node> nodes)
    {
        var id = checked((uint)blocks.Variable());
        var sequence = blocks.Variable();
        var root = blocks.Count(nodes.Count);
        var name = WorldName.Parse(Encoding.ASCII.GetString(blocks.Bytes(WorldName.LengthMax))) ?? throw new InvalidDataException("a world has no name");
        return new World(id, name) { Current = new WorldState(root == 0 ? null : nodes[root - 1], sequence) };
    }
}
