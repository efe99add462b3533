using System.Buffers.Binary;
using System.Globalization;
using Unkai.Storage.Embedded;

namespace Unkai.Storage.Torture;

/// <summary>What a log says, read by the format's description and without the store's reader: where it ends, and what was synced.</summary>
internal sealed class LogMap
{
    private LogMap(ulong end, ulong synced, ulong checkpoint)
    {
        End = end;
        Synced = synced;
        Checkpoint = checkpoint;
    }

    /// <summary>The newest commit that can be read.</summary>
    internal ulong End { get; }

    /// <summary>The newest commit of which a whole batch or header says that it was on the medium.</summary>
    internal ulong Synced { get; }

    internal ulong Checkpoint { get; }

    /// <summary>Whether the store must refuse to open.</summary>
    internal bool IsCorrupt => End < Synced;

    public override string ToString() => $"the log can be read up to {End}, {Synced} was synced, the checkpoint holds {Checkpoint}";

    internal static LogMap Of(SimulatedDisk disk)
    {
        var id = ulong.Parse(System.Text.Encoding.ASCII.GetString(disk.Content("FORMAT")).Split('\n')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var checkpoint = disk.ListFiles("checkpoint").Where(static name => name.EndsWith(".ckp", StringComparison.Ordinal)).Select(Number).DefaultIfEmpty(0UL).Max();
        var segments = disk.ListFiles("log").Where(static name => name.EndsWith(".log", StringComparison.Ordinal)).Select(Number).Order().ToList();
        var next = checkpoint + 1;
        var synced = 0UL;
        var broken = false;
        for (var i = 0; i < segments.Count; i++)
        {
            var first = segments[i];
            if (!broken && i + 1 < segments.Count && segments[i + 1] <= next)
            {
                continue;
            }

            var bytes = disk.Content(LogFormat.PathOf(first));
            var seed = LogFormat.SeedOf(id, first);
            var hasHeader = IsWholeHeader(bytes);
            synced = Math.Max(synced, hasHeader ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(32)) : 0);
            var batches = BatchesOf(bytes, seed);
            synced = Math.Max(synced, batches.Select(static batch => batch.Synced).DefaultIfEmpty(0UL).Max());
            if (broken || !hasHeader || first > next)
            {
                broken = true;
                continue;
            }

            var offset = LogFormat.SegmentHeaderBytes;
            var expected = first;
            while (batches.Find(batch => batch.Offset == offset) is { } batch && batch.First == expected)
            {
                offset += batch.Length;
                expected = batch.Last + 1;
                next = Math.Max(next, expected);
            }

            broken = bytes.AsSpan(Math.Min(offset, bytes.Length)).ContainsAnyExcept((byte)0);
        }

        return new LogMap(next - 1, synced, checkpoint);
    }

    internal static List<PlacedBatch> BatchesOf(byte[] bytes, uint seed)
    {
        var batches = new List<PlacedBatch>();
        for (var offset = 0; offset + LogFormat.BatchHeaderBytes <= bytes.Length;)
        {
            var found = bytes.AsSpan(offset).IndexOf("UKBT"u8);
            if (found < 0)
            {
                break;
            }

            offset += found;
            var rest = bytes.AsSpan(offset);
            if (rest.Length < LogFormat.BatchHeaderBytes)
            {
                break;
            }

            var size = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
            if (size < 0 || size > rest.Length - LogFormat.BatchHeaderBytes
                || BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) != Embedded.Crc32C.Of(rest[8..(LogFormat.BatchHeaderBytes + size)], seed))
            {
                offset++;
                continue;
            }

            var first = BinaryPrimitives.ReadUInt64LittleEndian(rest[16..]);
            var last = LastOf(rest.Slice(LogFormat.BatchHeaderBytes, size), first);
            batches.Add(new PlacedBatch(offset, LogFormat.BatchHeaderBytes + size, first, last, BinaryPrimitives.ReadUInt64LittleEndian(rest[24..])));
            offset += LogFormat.BatchHeaderBytes + size;
        }

        return batches;
    }

    internal static ulong IdOf(SimulatedDisk disk) =>
        ulong.Parse(System.Text.Encoding.ASCII.GetString(disk.Content("FORMAT")).Split('\n')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    internal static ulong Number(string name) => ulong.Parse(name.Split('.')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The frames follow by one, except that a skip counts as the sequence that it holds.</summary>
    private static ulong LastOf(ReadOnlySpan<byte> frames, ulong first)
    {
        var next = first;
        while (!frames.IsEmpty)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(frames);
            next = (frames[4] == LogFormat.Skip ? BinaryPrimitives.ReadUInt64LittleEndian(frames[5..]) : next) + 1;
            frames = frames[(sizeof(int) + size)..];
        }

        return next - 1;
    }

    private static bool IsWholeHeader(byte[] bytes) =>
        bytes.Length >= LogFormat.SegmentHeaderBytes && bytes.AsSpan().StartsWith("UNKAILOG\u0001\0\0\0"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)) == Embedded.Crc32C.Of(bytes.AsSpan(16, 24), 1);
}
