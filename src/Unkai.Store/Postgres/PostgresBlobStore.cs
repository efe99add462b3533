using System.Buffers;
using System.Security.Cryptography;
using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>Blobs in the database: an upload's bytes in chunks, and a row that gives a blob's id to the upload that first brought its bytes.</summary>
/// <remarks>Every statement here may be sent twice, so what meets a restart of the server goes on.</remarks>
internal sealed class PostgresBlobStore(PostgresStore store, StoreOptions options) : BlobStore
{
    /// <summary>The size of a chunk; a body that passes takes two of these of memory, in bytes.</summary>
    internal const int ChunkBytes = 256 * 1024;

    /// <summary>How often a long upload says that it goes on: each 16 MiB.</summary>
    private const int ChunksBetweenSigns = 64;

    private const string Begin = "INSERT INTO unkai.uploads (since) VALUES ($1) RETURNING id";
    private const string Put = "INSERT INTO unkai.chunks (upload, number, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    private const string GoesOn = "UPDATE unkai.uploads SET since = $2 WHERE id = $1";

    private const string Keep = """
        WITH there AS (
            INSERT INTO unkai.blobs (id, upload, length, touched) SELECT $1, id, $3, $4 FROM unkai.uploads WHERE id = $2
            ON CONFLICT (id) DO UPDATE SET touched = excluded.touched RETURNING upload),
        kept AS (UPDATE unkai.uploads SET kept = true, blob = $1 WHERE id = $2 AND id = (SELECT upload FROM there))
        SELECT upload FROM there
        """;

    private const string Find = """
        SELECT ARRAY[u.id, sum(length(c.bytes))::bigint] FROM unkai.uploads u JOIN unkai.chunks c ON c.upload = u.id WHERE u.blob = $1
        GROUP BY u.id, u.kept ORDER BY u.kept DESC LIMIT 1
        """;

    private const string Drop = "WITH gone AS (DELETE FROM unkai.chunks WHERE upload = $1) DELETE FROM unkai.uploads WHERE id = $1";

    private protected override int FirstBytes => ChunkBytes;

    public override Stream OpenRead(Body body) => body.Blob is { } blob
        ? new ChunkStream(store, blob, body.Length)
        : new MemoryStream(body.Inline.ToArray(), writable: false);

    /// <summary>Finds a blob that was collected within the grace too: who exports a world reads what another process may be collecting.</summary>
    public override async ValueTask<Stream> OpenReadAsync(BlobId blob, CancellationToken cancellation)
    {
        var found = await ExecuteAsync(Find, () => [Of(blob.ToBytes())], cancellation);
        return found is long[] and [var upload, var length] ? new ChunkStream(store, blob, length, upload) : throw new StoreCorruptException($"Blob {blob} is gone.");
    }

    public override string? MachinePathOf(Body body) => null;

    public override async ValueTask<long> CollectAsync(CancellationToken cancellation)
    {
        if (IsHeld)
        {
            return 0;
        }

        var collection = new BlobCollection(store, options.Clock.UtcNow, options.BlobGrace);
        try
        {
            return await collection.RunAsync(cancellation);
        }
        catch (Exception failure) when (Trouble.Passes(failure))
        {
            throw Trouble.Unavailable(store.Connections.Name, failure);
        }
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private protected override async ValueTask<Body> WriteLargeAsync(Stream source, byte[] first, int size, IReadOnlyList<IByteSink> sinks, CancellationToken cancellation)
    {
        var upload = (long)(await ExecuteAsync(Begin, () => [Of(options.Clock.UtcNow)], cancellation))!;
        var second = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var isKept = false;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length = 0;
            var buffer = first;
            var spare = second;
            for (var number = 0; size > 0; number++)
            {
                // One chunk is hashed and stored while the next is on its way.
                var reading = source.ReadAtLeastAsync(spare.AsMemory(0, ChunkBytes), ChunkBytes, throwOnEndOfStream: false, cancellation);
                try
                {
                    hash.AppendData(buffer.AsSpan(0, size));
                    Show(sinks, buffer.AsSpan(0, size));
                    await PutAsync(upload, number, buffer.AsMemory(0, size), cancellation);
                    length += size;
                }
                finally
                {
                    // The buffer is the source's until its read ends, however the write went.
                    size = await reading;
                }

                (buffer, spare) = (spare, buffer);
            }

            var blob = BlobId.FromBytes(hash.GetCurrentHash());
            var owner = await ExecuteAsync(Keep, () => [Of(blob.ToBytes()), Of(upload), Of(length), Of(options.Clock.UtcNow)], cancellation);
            isKept = owner is long there && there == upload;
            return owner is not null ? Body.OfBlob(blob, length) : throw new StoreUnavailableException("A body took so long to come that it was collected.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(second);
            if (!isKept)
            {
                store.InBackground(DropAsync(upload));
            }
        }
    }

    private async ValueTask PutAsync(long upload, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (number % ChunksBetweenSigns == ChunksBetweenSigns - 1)
        {
            await ExecuteAsync(GoesOn, () => [Of(upload), Of(options.Clock.UtcNow)], cancellation);
        }

        await ExecuteAsync(Put, () => [Of(upload), Of(number), Of(bytes)], cancellation);
    }

    private async Task DropAsync(long upload)
    {
        try
        {
            await ExecuteAsync(Drop, () => [Of(upload)], CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The collection finds it.
        }
    }

    private async ValueTask<object?> ExecuteAsync(string statement, Func<NpgsqlParameter[]> parameters, CancellationToken cancellation)
    {
        var started = store.Clock.Timestamp;
        while (true)
        {
            NpgsqlConnection? used = null;
            try
            {
                await using var connection = used = await store.OpenAsync(store.Connections.Blobs, cancellation);
                await using var command = new NpgsqlCommand(statement, connection);
                command.Parameters.AddRange(parameters());
                return await command.ExecuteScalarAsync(cancellation);
            }
            catch (PostgresException full) when (full.SqlState is "53100")
            {
                throw new StoreUnavailableException($"A body could not be stored: {full.MessageText}", full);
            }
            catch (Exception failure) when ((Trouble.Passes(failure) || (used is not null && Trouble.IsCut(used, failure))) && !cancellation.IsCancellationRequested)
            {
                if (store.IsClosed || store.Clock.ElapsedSince(started) > Trouble.Patience)
                {
                    throw Trouble.Unavailable(store.Connections.Name, failure);
                }

                await store.Clock.DelayAsync(Trouble.Pause, cancellation);
            }
        }
    }
}
