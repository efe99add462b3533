using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>A blob's bytes, chunk by chunk; the next is fetched while one is read. Which upload has them is found with the first chunk.</summary>
internal sealed class ChunkStream(PostgresStore store, BlobId blob, long length, long? upload = null) : SeekableStream(length)
{
    private const string First = "SELECT c.bytes, b.upload, b.length FROM unkai.blobs b JOIN unkai.chunks c ON c.upload = b.upload AND c.number = $2 WHERE b.id = $1";
    private const string Next = "SELECT bytes FROM unkai.chunks WHERE upload = $1 AND number = $2";

    private long? _upload = upload;
    private int _number = -1;
    private byte[] _chunk = [];
    private int _aheadNumber = -1;
    private Task<byte[]>? _ahead;

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var number = (int)(Position / PostgresBlobStore.ChunkBytes);
        if (number != _number)
        {
            using var connection = store.Connections.Blobs.OpenConnection();
            using var command = Command(connection, number);
            using var rows = command.ExecuteReader();
            Enter(number, rows.Read() ? Take(rows) : throw Gone());
        }

        return Copy(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var number = (int)(Position / PostgresBlobStore.ChunkBytes);
        if (number != _number)
        {
            var fetched = _ahead is { } ahead && _aheadNumber == number ? ahead : FetchAsync(number);
            Enter(number, await fetched.WaitAsync(cancellationToken));
            if ((number + 1L) * PostgresBlobStore.ChunkBytes < Length)
            {
                _aheadNumber = number + 1;
                _ahead = FetchAsync(number + 1);
            }
        }

        return Copy(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        // What is fetched ahead of a reader who has gone is nobody's failure.
        _ = _ahead?.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        base.Dispose(disposing);
    }

    private async Task<byte[]> FetchAsync(int number)
    {
        var started = store.Clock.Timestamp;
        while (true)
        {
            NpgsqlConnection? used = null;
            try
            {
                await using var connection = used = await store.OpenAsync(store.Connections.Blobs);
                await using var command = Command(connection, number);
                await using var rows = await command.ExecuteReaderAsync();
                return await rows.ReadAsync() ? Take(rows) : throw Gone();
            }
            catch (Exception failure) when (Trouble.Passes(failure) || (used is not null && Trouble.IsCut(used, failure)))
            {
                if (store.IsClosed || store.Clock.ElapsedSince(started) > Trouble.Patience)
                {
                    throw Trouble.Unavailable(store.Connections.Name, failure);
                }

                await store.Clock.DelayAsync(Trouble.Pause, CancellationToken.None);
            }
        }
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, int number)
    {
        var command = new NpgsqlCommand(_upload is null ? First : Next, connection);
        command.Parameters.Add(_upload is { } known ? new NpgsqlParameter<long> { TypedValue = known } : new NpgsqlParameter<byte[]> { TypedValue = blob.ToBytes() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
        return command;
    }

    private byte[] Take(NpgsqlDataReader rows)
    {
        if (_upload is null)
        {
            _upload = rows.GetInt64(1);
            if (rows.GetInt64(2) is var stored && stored != Length)
            {
                throw new StoreCorruptException($"Blob {blob} has {stored} bytes instead of {Length}.");
            }
        }

        return rows.GetFieldValue<byte[]>(0);
    }

    private void Enter(int number, byte[] chunk)
    {
        _number = number;
        _chunk = chunk;
    }

    private int Copy(Span<byte> buffer)
    {
        var from = (int)(Position % PostgresBlobStore.ChunkBytes);
        var count = Math.Min(buffer.Length, _chunk.Length - from);
        if (count <= 0)
        {
            throw new StoreCorruptException($"A chunk of blob {blob} is too short.");
        }

        _chunk.AsSpan(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    private StoreCorruptException Gone() => new($"Blob {blob} is gone.");
}
