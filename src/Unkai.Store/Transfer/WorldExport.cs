using System.Buffers;
using System.Text;

namespace Unkai.Storage.Transfer;

/// <summary>Writes a world as of one place in the order of commits, and the blobs that it refers to. Memory stays the same however large it is.</summary>
internal static class WorldExport
{
    private const int PageEntries = 1000;
    private const int BufferBytes = 128 * 1024;

    internal static async ValueTask<TransferReport> RunAsync(Store store, WorldName world, Stream target, CancellationToken cancellation)
    {
        // What this world gives up meanwhile stays until its copy is written.
        using var held = store.Blobs.HoldCollection();
        var (blobs, entries, writer) = await store.ReadAsync(
            world,
            async snapshot =>
            {
                // The snapshot is that of the first read at the latest: nothing that is written from here on is in it.
                await snapshot.GetAsync([]);
                var writer = new WorldFileWriter(target, cancellation);
                await writer.HeaderAsync();
                await writer.ByteAsync(WorldFileFormat.WorldRecord);
                await writer.SizedAsync(Encoding.ASCII.GetBytes(world.Value));
                var blobs = await WriteBlobsAsync(store.Blobs, snapshot, writer, cancellation);
                return (blobs, await WriteEntriesAsync(snapshot, writer, cancellation), writer);
            },
            cancellation);
        await writer.ByteAsync(WorldFileFormat.EndRecord);
        await writer.VariableAsync((ulong)blobs);
        await writer.VariableAsync((ulong)entries);
        await writer.VariableAsync(await store.NewestSequenceAsync(world, cancellation));
        await writer.FlushAsync();
        await target.FlushAsync(cancellation);
        return new TransferReport(world, entries, blobs);
    }

    private static async ValueTask<long> WriteBlobsAsync(BlobStore blobs, Snapshot snapshot, WorldFileWriter writer, CancellationToken cancellation)
    {
        var count = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (var range = BlobReferences.Range; ;)
            {
                var page = await snapshot.RangeAsync(range, PageEntries);
                foreach (var entry in page.Where(static entry => BlobReferences.CountOf(entry.Value.Span) != 0))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var blob = BlobReferences.IdOf(entry.Key);
                    await using var content = await blobs.OpenReadAsync(blob, cancellation);
                    await writer.ByteAsync(WorldFileFormat.BlobRecord);
                    await writer.RawAsync(blob.ToBytes());
                    await writer.VariableAsync((ulong)content.Length);
                    while (await content.ReadAsync(buffer, cancellation) is > 0 and var read)
                    {
                        await writer.RawAsync(buffer.AsMemory(0, read));
                    }

                    count++;
                }

                if (page.Count < PageEntries)
                {
                    return count;
                }

                range = range.After(page[^1].Key);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<long> WriteEntriesAsync(Snapshot snapshot, WorldFileWriter writer, CancellationToken cancellation)
    {
        var count = 0L;
        for (var range = KeyRange.All; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await snapshot.RangeAsync(range, PageEntries);
            foreach (var (key, value) in page)
            {
                await writer.ByteAsync(WorldFileFormat.EntryRecord);
                await writer.SizedAsync(key);
                await writer.SizedAsync(value);
            }

            count += page.Count;
            if (page.Count < PageEntries)
            {
                return count;
            }

            range = range.After(page[^1].Key);
        }
    }
}
