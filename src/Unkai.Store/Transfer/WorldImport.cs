using System.Text;

namespace Unkai.Storage.Transfer;

/// <summary>Reads an exported world into a world under a name that nobody uses, and gives it its own when all of it is there: so there is never half of one.</summary>
internal static class WorldImport
{
    private const int BatchEntries = 1000;
    private const int BatchBytes = 1024 * 1024;

    internal static bool IsStaging(WorldName name) =>
        name.Value.Length == WorldFileFormat.StagingPrefix.Length + WorldFileFormat.StagingDigits && name.Value.StartsWith(WorldFileFormat.StagingPrefix, StringComparison.Ordinal);

    internal static async ValueTask<TransferReport?> RunAsync(Store store, Stream source, WorldName? name, IRandomSource random, CancellationToken cancellation)
    {
        // Blobs are referred to by the staging world's entries only, which come after them.
        using var held = store.Blobs.HoldCollection();
        var reader = new WorldFileReader(source, cancellation);
        var original = await NameAsync(reader);
        var target = name ?? original;
        var staging = WorldName.Parse(WorldFileFormat.StagingPrefix + random.NextHex(WorldFileFormat.StagingDigits))!.Value;
        if ((await store.ListWorldsAsync(cancellation)).Contains(target))
        {
            return null;
        }

        await store.CreateAsync(staging, cancellation);
        try
        {
            var report = await ReadAsync(store, reader, staging, original, cancellation);
            return await store.ForkAsync(staging, target, cancellation) ? report : null;
        }
        finally
        {
            await store.DeleteAsync(staging, CancellationToken.None);
        }
    }

    /// <summary>Reads an exported world to its end and does nothing with it.</summary>
    internal static async ValueTask<TransferReport> VerifyAsync(Stream source, CancellationToken cancellation)
    {
        var reader = new WorldFileReader(source, cancellation);
        return await ReadAsync(null, reader, default, await NameAsync(reader), cancellation);
    }

    internal static async ValueTask<WorldName> NameAsync(WorldFileReader reader)
    {
        await reader.HeaderAsync();
        return await reader.ByteAsync() == WorldFileFormat.WorldRecord && WorldName.Parse(Encoding.ASCII.GetString(await reader.SizedAsync(WorldName.LengthMax))) is { } name
            ? name
            : throw new WorldFileException("The exported world is damaged: it has no name.");
    }

    private static async ValueTask<TransferReport> ReadAsync(Store? store, WorldFileReader reader, WorldName world, WorldName original, CancellationToken cancellation)
    {
        var batch = new List<(byte[] Key, byte[] Value)>();
        var bytes = 0;
        var (blobs, entries) = (0L, 0L);
        while (true)
        {
            switch (await reader.ByteAsync())
            {
                case WorldFileFormat.BlobRecord:
                    await BlobAsync(store?.Blobs, reader, cancellation);
                    blobs++;
                    break;
                case WorldFileFormat.EntryRecord:
                    var entry = (await reader.SizedAsync(Store.KeyBytesMax), await reader.SizedAsync(Store.ValueBytesMax));
                    entries++;
                    if (store is null)
                    {
                        break;
                    }

                    batch.Add(entry);
                    bytes += entry.Item1.Length + entry.Item2.Length;
                    if (batch.Count >= BatchEntries || bytes >= BatchBytes)
                    {
                        await PutAsync(store, world, batch, cancellation);
                        batch.Clear();
                        bytes = 0;
                    }

                    break;
                case WorldFileFormat.EndRecord:
                    if (await reader.VariableAsync() != (ulong)blobs || await reader.VariableAsync() != (ulong)entries)
                    {
                        throw new WorldFileException("The exported world is damaged: entries or blobs are missing.");
                    }

                    var sequence = await reader.VariableAsync();
                    await reader.EndAsync();
                    if (store is not null)
                    {
                        await PutAsync(store, world, batch, cancellation);
                        await store.SkipStampsAsync(sequence, cancellation);
                    }

                    return new TransferReport(original, entries, blobs);
                default:
                    throw new WorldFileException("The exported world is damaged: a record is of no known kind.");
            }
        }
    }

    private static async ValueTask BlobAsync(BlobStore? blobs, WorldFileReader reader, CancellationToken cancellation)
    {
        var id = new byte[BlobId.SizeBytes];
        await reader.RawAsync(id);
        await using var content = new BlobContentStream(reader, await reader.VariableAsync());
        if (blobs is null)
        {
            await content.CopyToAsync(Stream.Null, cancellation);
        }
        else if ((await blobs.WriteAsync(content, cancellation)).Blob != BlobId.FromBytes(id))
        {
            throw new WorldFileException($"The exported world is damaged: blob {Convert.ToHexStringLower(id)} has other bytes.");
        }
    }

    private static async ValueTask PutAsync(Store store, WorldName world, List<(byte[] Key, byte[] Value)> batch, CancellationToken cancellation)
    {
        if (batch.Count > 0)
        {
            await store.TransactAsync(
                world,
                batch,
                static (transaction, batch) =>
                {
                    foreach (var (key, value) in batch)
                    {
                        transaction.Put(key, value);
                    }

                    return new ValueTask<bool>(true);
                },
                cancellation);
        }
    }
}
