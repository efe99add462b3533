using System.Buffers.Binary;
using System.Text;

namespace Unkai.Storage.Embedded;

/// <summary>Writes all worlds as of one place in the order: each node once.</summary>
internal sealed class CheckpointWriter(IDisk disk, ulong store, MachineClock clock)
{
    private static long s_passes;

    private readonly long _pass = Interlocked.Increment(ref s_passes);
    private long _nodes;

    /// <summary>Writes, syncs and renames the file; the caller has made sure that the log is durable up to <paramref name="sequence"/>.</summary>
    /// <returns>The file's size in bytes.</returns>
    internal long Write(ulong sequence, uint nextId, IReadOnlyList<(World World, WorldState State)> worlds, Action beforeRename, CancellationToken cancellation)
    {
        var path = CheckpointFormat.PathOf(sequence);
        var temporary = path + CheckpointFormat.TemporaryExtension;
        long length;
        using (var file = disk.Open(temporary, DiskOpenMode.Create))
        {
            file.Write(Header(sequence), 0);
            var blocks = new BlockWriter(file, CheckpointFormat.HeaderBytes, clock, cancellation);
            foreach (var (world, state) in worlds)
            {
                var root = state.Root is null ? 0 : WriteNode(blocks, state.Root, cancellation);
                blocks.Byte(CheckpointFormat.WorldRecord);
                blocks.Variable(world.Id);
                blocks.Variable(state.Sequence);
                blocks.Variable((ulong)root);
                blocks.Bytes(Encoding.ASCII.GetBytes(world.Name.Value));
            }

            blocks.Byte(CheckpointFormat.EndRecord);
            blocks.Variable((ulong)_nodes);
            blocks.Variable((ulong)worlds.Count);
            blocks.Variable(nextId);
            blocks.Flush();
            file.Sync();
            length = blocks.Length;
        }

        beforeRename();
        disk.Rename(temporary, path);
        disk.SyncFolder(CheckpointFormat.Folder);
        return length;
    }

    private byte[] Header(ulong sequence)
    {
        var header = new byte[CheckpointFormat.HeaderBytes];
        CheckpointFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), CheckpointFormat.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), store);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Crc32C.Of(header.AsSpan(16), CheckpointFormat.Version));
        return header;
    }

    private long WriteNode(BlockWriter blocks, Node node, CancellationToken cancellation)
    {
        if (node.MarkedBy == _pass)
        {
            return node.Mark;
        }

        if (node is Inner inner)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var child in inner.Children)
            {
                WriteNode(blocks, child, cancellation);
            }

            blocks.Byte(CheckpointFormat.InnerRecord);
            blocks.Variable((ulong)inner.Items);
            blocks.Bytes(inner.Block);
            foreach (var child in inner.Children)
            {
                blocks.Variable((ulong)child.Mark);
            }
        }
        else
        {
            var leaf = (Leaf)node;
            blocks.Byte(CheckpointFormat.LeafRecord);
            blocks.Variable((ulong)leaf.Items);
            blocks.Bytes(leaf.Block);
            foreach (var value in leaf.Values)
            {
                blocks.Bytes(value);
            }
        }

        node.MarkedBy = _pass;
        return node.Mark = ++_nodes;
    }
}
