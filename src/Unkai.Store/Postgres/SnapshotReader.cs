using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>A body's reads: one repeatable-read transaction, begun with the first of them. The first read takes one round trip, as every other does.</summary>
internal sealed class SnapshotReader(PostgresStore store, PostgresWorld world)
{
    private const string FindWorld = "SELECT id, seq FROM unkai.worlds WHERE name = $1";
    private const string GetOne = "SELECT version, value FROM unkai.entries WHERE world = $1 AND key = $2 AND digest = $3";
    private const string Columns = "SELECT key, version, value, tail FROM unkai.entries WHERE world = $1 AND ";
    private const string WholeKey = "key || coalesce(tail, '')";

    private readonly long _begun = world.LastSeen;
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    /// <summary>The world that is read: another one than was thought when the name has meanwhile gone to another life.</summary>
    internal PostgresWorld World { get; private set; } = world;

    /// <summary>The number of the world's newest commit in the snapshot; 0 before the first read.</summary>
    internal long Sequence { get; private set; }

    /// <summary>Commits up to this one are no news to who watches.</summary>
    internal long Since => Sequence != 0 ? Sequence : _begun;

    internal async ValueTask<StoredEntry?> GetAsync(byte[] key)
    {
        while (true)
        {
            await using var batch = await BatchAsync();
            Add(batch, GetOne, new NpgsqlParameter<int> { TypedValue = World.Id }, Bytes(StoredKey.Head(key)), Bytes(StoredKey.Digest(key)));
            await using var rows = await ExecuteAsync(batch);
            if (rows is not null)
            {
                return await rows.ReadAsync() ? new StoredEntry(key, rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)) : null;
            }
        }
    }

    /// <summary>The first entries of a range in key order, or the last in descending order.</summary>
    internal async ValueTask<List<StoredEntry>> RangeAsync(KeyRange range, int limit, bool reverse)
    {
        var isLong = StoredKey.IsLong(range.Start) || StoredKey.IsLong(range.End);
        while (true)
        {
            await using var batch = await BatchAsync();
            Add(batch, Statement(range, reverse, isLong), Parameters(range, limit, isLong));
            await using var rows = await ExecuteAsync(batch);
            if (rows is null)
            {
                continue;
            }

            var entries = new List<StoredEntry>();
            var hasTails = false;
            while (await rows.ReadAsync())
            {
                var key = rows.GetFieldValue<byte[]>(0);
                if (!rows.IsDBNull(3))
                {
                    hasTails = true;
                    key = [.. key, .. rows.GetFieldValue<byte[]>(3)];
                }

                entries.Add(new StoredEntry(key, rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
            }

            if (!hasTails || isLong)
            {
                return entries;
            }

            // Long keys of one head lie in the order of their digests: again, and in the order of whole keys.
            isLong = true;
        }
    }

    /// <summary>Ends the snapshot, without anyone waiting for it.</summary>
    internal void Release()
    {
        var (connection, transaction) = (_connection, _transaction);
        (_connection, _transaction) = (null, null);
        if (connection is not null)
        {
            store.InBackground(EndAsync(connection, transaction));
        }
    }

    internal static async Task EndAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        try
        {
            if (transaction is not null)
            {
                await transaction.CommitAsync();
            }
        }
        catch (Exception failure) when (Trouble.Passes(failure) || failure is InvalidOperationException or ObjectDisposedException)
        {
            // The connection is broken, and its transaction has ended with it.
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    private static string Statement(KeyRange range, bool reverse, bool isLong) => (range.End is not null, reverse, isLong) switch
    {
        (true, false, false) => Columns + "key >= $2 AND key < $3 ORDER BY key, digest LIMIT $4",
        (true, true, false) => Columns + "key >= $2 AND key < $3 ORDER BY key DESC, digest DESC LIMIT $4",
        (false, false, false) => Columns + "key >= $2 ORDER BY key, digest LIMIT $3",
        (false, true, false) => Columns + "key >= $2 ORDER BY key DESC, digest DESC LIMIT $3",
        (true, false, true) => Columns + $"key >= $5 AND key <= $6 AND {WholeKey} >= $2 AND {WholeKey} < $3 ORDER BY key, tail NULLS FIRST LIMIT $4",
        (true, true, true) => Columns + $"key >= $5 AND key <= $6 AND {WholeKey} >= $2 AND {WholeKey} < $3 ORDER BY key DESC, tail DESC NULLS LAST LIMIT $4",
        (false, false, true) => Columns + $"key >= $4 AND {WholeKey} >= $2 ORDER BY key, tail NULLS FIRST LIMIT $3",
        (false, true, true) => Columns + $"key >= $4 AND {WholeKey} >= $2 ORDER BY key DESC, tail DESC NULLS LAST LIMIT $3",
    };

    private static NpgsqlParameter<byte[]> Bytes(byte[] value) => new() { TypedValue = value };

    private static void Add(NpgsqlBatch batch, string statement, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    private NpgsqlParameter[] Parameters(KeyRange range, int limit, bool isLong)
    {
        var parameters = new List<NpgsqlParameter>(6) { new NpgsqlParameter<int> { TypedValue = World.Id }, Bytes(range.Start) };
        if (range.End is { } end)
        {
            parameters.Add(Bytes(end));
        }

        parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (isLong)
        {
            parameters.Add(Bytes(StoredKey.Head(range.Start)));
            if (range.End is not null)
            {
                parameters.Add(Bytes(StoredKey.Head(range.End)));
            }
        }

        return [.. parameters];
    }

    private async ValueTask<NpgsqlBatch> BatchAsync()
    {
        if (_connection is not null)
        {
            return new NpgsqlBatch(_connection, _transaction);
        }

        _connection = await store.OpenAsync(store.Connections.Readers);
        _transaction = await _connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var batch = new NpgsqlBatch(_connection, _transaction);
        Add(batch, FindWorld, new NpgsqlParameter<string> { TypedValue = World.Name.Value });
        return batch;
    }

    /// <summary>Reads which life of the world this snapshot has, if that is not known, then the answer.</summary>
    /// <returns>Null when another life was asked than there is: ask again.</returns>
    private async ValueTask<NpgsqlDataReader?> ExecuteAsync(NpgsqlBatch batch)
    {
        NpgsqlDataReader rows;
        try
        {
            rows = await batch.ExecuteReaderAsync();
        }
        catch (Exception failure) when (Trouble.IsCut(batch.Connection, failure))
        {
            throw Trouble.Cut(failure);
        }

        if (Sequence != 0)
        {
            return rows;
        }

        try
        {
            if (!await rows.ReadAsync())
            {
                store.Worlds.Forget(World);
                throw PostgresStore.NotFound(World.Name);
            }

            var id = rows.GetInt32(0);
            Sequence = rows.GetInt64(1);
            if (id == World.Id)
            {
                await rows.NextResultAsync();
                return rows;
            }

            // A world that was not known before hears of commits from now on only: the snapshot must be younger than that.
            World = store.Worlds.Enter(World.Name, id);
        }
        catch
        {
            await rows.DisposeAsync();
            throw;
        }

        await rows.DisposeAsync();
        Sequence = 0;
        Release();
        return null;
    }
}
