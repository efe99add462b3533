using System.Buffers.Binary;
using System.Text;

namespace Unkai.Storage.Embedded;

/// <summary>Writes all worlds as of one place in the order: each node once.</summary>
internal sealed class CheckpointWriter(IDisk disk, ulong store, MachineClock clock)
{
    private static long s_passes;

    private readonly long _pass = Interlocked.Increment(ref s_passes);
    private long _nodes;

    /// <summary>Writes, syncs and renames the file.</summary>
    /// <param name="state">What to write.</param>
    /// <param name="beforeRename">Returns when the log is durable up to there, or throws: then the file goes.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>The file's size in bytes.</returns>
    internal long Write(CapturedState state, Action beforeRename, CancellationToken cancellation)
    {
        var path = CheckpointFormat.PathOf(state.Sequence);
        var temporary = path + CheckpointFormat.TemporaryExtension;
        long length;
        try
        {
            using (var file = disk.Open(temporary, DiskOpenMode.Create))
            {
                length = Write(file, state, cancellation);
            }

            beforeRename();
            disk.Rename(temporary, path);
        }
        catch
        {
            // Half a checkpoint is worth nothing, and the log may need its space.
            disk.Delete(temporary);
            throw;
        }

        disk.SyncFolder(CheckpointFormat.Folder);
        return length;
    }

    private long Write(IDiskFile file, CapturedState state, CancellationToken cancellation)
    {
        file.Write(Header(state.Sequence), 0);
        var blocks = new BlockWriter(file, CheckpointFormat.HeaderBytes, clock, cancellation);
        foreach (var (world, worldState) in state.Worlds)
        {
            var root = worldState.Root is null ? 0 : WriteNode(blocks, worldState.Root, cancellation);
            blocks.Byte(CheckpointFormat.WorldRecord);
            blocks.Variable(world.Id);
            blocks.Variable(worldState.Sequence);
            blocks.Variable((ulong)root);
            blocks.Bytes(Encoding.ASCII.GetBytes(world.Name.Value));
        }

        blocks.Byte(CheckpointFormat.EndRecord);
        blocks.Variable((ulong)_nodes);
        blocks.Variable((ulong)state.Worlds.Count);
        blocks.Variable(state.NextId);
        blocks.Flush();
        file.Sync();
        return blocks.Length;
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
