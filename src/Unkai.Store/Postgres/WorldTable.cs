using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>The list of worlds in the database: makes, copies and removes them.</summary>
internal sealed class WorldTable(PostgresStore store)
{
    /// <summary>How many rows of a deleted world one statement removes.</summary>
    private const int PurgeRows = 5000;

    private const string Find = "SELECT id FROM unkai.worlds WHERE name = $1";
    private const string List = "SELECT name FROM unkai.worlds ORDER BY name";

    private const string Create = """
        WITH made AS (INSERT INTO unkai.worlds (name, seq) VALUES ($1, nextval('unkai.commit_numbers')) ON CONFLICT DO NOTHING RETURNING id)
        SELECT id, pg_notify('unkai', 'w') FROM made
        """;

    private const string Delete = """
        WITH gone AS (DELETE FROM unkai.worlds WHERE name = $1 RETURNING id),
            noted AS (INSERT INTO unkai.deleted_worlds SELECT id FROM gone)
        SELECT id, pg_notify('unkai', 'd ' || id) FROM gone
        """;

    private const string CopyRows = """
        INSERT INTO unkai.entries (world, version, key, digest, tail, value)
        SELECT $2, version, key, digest, tail, value FROM unkai.entries WHERE world = $1
        """;

    private const string PurgeSome = "DELETE FROM unkai.entries WHERE ctid = ANY(ARRAY(SELECT ctid FROM unkai.entries WHERE world = $1 LIMIT $2))";
    private const string PurgeRest = "WITH gone AS (DELETE FROM unkai.groups WHERE world = $1) DELETE FROM unkai.deleted_worlds WHERE id = $1";

    internal async ValueTask<int?> FindAsync(WorldName name, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return (int?)await ScalarAsync(connection, Find, cancellation, Text(name));
    }

    internal async ValueTask<IReadOnlyList<WorldName>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(List, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var names = new List<WorldName>();
        while (await rows.ReadAsync(cancellation))
        {
            names.Add(WorldName.Parse(rows.GetString(0)) ?? throw new StoreCorruptException($"The database has a world of the name '{rows.GetString(0)}', which is no world's."));
        }

        return names;
    }

    internal async ValueTask<ulong> SequenceAsync(WorldName name, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return await ScalarAsync(connection, "SELECT seq FROM unkai.worlds WHERE name = $1", cancellation, Text(name)) is long sequence ? (ulong)sequence : throw PostgresStore.NotFound(name);
    }

    /// <summary>Goes on above a number. No commit is under way meanwhile: none may draw a number between the look and the setting.</summary>
    internal async ValueTask SkipAsync(ulong sequence, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, (ulong)long.MaxValue / 2);
        await using var connection = await OpenAsync(cancellation);
        await OnceAsync(async () =>
        {
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            await ScalarAsync(connection, "LOCK TABLE unkai.worlds IN EXCLUSIVE MODE", CancellationToken.None);
            await ScalarAsync(
                connection,
                "SELECT setval('unkai.commit_numbers', greatest(last_value, $1)) FROM unkai.commit_numbers",
                CancellationToken.None,
                new NpgsqlParameter<long> { TypedValue = (long)sequence });
            await transaction.CommitAsync(CancellationToken.None);
            return null;
        });
    }

    internal async ValueTask<bool> CreateAsync(WorldName name, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        if (await OnceAsync(() => ScalarAsync(connection, Create, CancellationToken.None, Text(name))) is not int id)
        {
            return false;
        }

        store.Worlds.Enter(name, id);
        return true;
    }

    internal async ValueTask<bool> DeleteAsync(WorldName name, CancellationToken cancellation)
    {
        int id;
        await using (var connection = await OpenAsync(cancellation))
        {
            var deleted = await OnceAsync(async () =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Delete) { Parameters = { Text(name) } });
                if (name == WorldName.Default)
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(Create) { Parameters = { Text(name) } });
                }

                return await batch.ExecuteScalarAsync();
            });
            if (deleted is not int gone)
            {
                return false;
            }

            id = gone;
        }

        if (store.Worlds.Find(id) is { } known)
        {
            store.Worlds.Forget(known);
        }

        store.InBackground(PurgeAsync(id));
        return true;
    }

    /// <summary>Copies a world's rows inside the server, as of one snapshot.</summary>
    internal async ValueTask<bool> ForkAsync(WorldName from, WorldName to, CancellationToken cancellation)
    {
        while (true)
        {
            await using var connection = await OpenAsync(cancellation);
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);

                // Before the snapshot is taken: see the table.
                await ScalarAsync(connection, "LOCK TABLE unkai.collections IN ROW SHARE MODE", cancellation);
                if (await ScalarAsync(connection, Find, cancellation, Text(from)) is not int source)
                {
                    throw PostgresStore.NotFound(from);
                }

                if (await ScalarAsync(connection, Create, cancellation, Text(to)) is not int copy)
                {
                    return false;
                }

                await using (var command = new NpgsqlCommand(CopyRows, connection) { CommandTimeout = 0 })
                {
                    command.Parameters.Add(Number(source));
                    command.Parameters.Add(Number(copy));
                    await command.ExecuteNonQueryAsync(cancellation);
                }

                await OnceAsync(async () =>
                {
                    await transaction.CommitAsync(CancellationToken.None);
                    return null;
                });
                store.Worlds.Enter(to, copy);
                return true;
            }
            catch (PostgresException failure) when (failure.SqlState == "40001")
            {
                // Another has just made a world of that name: now it can be seen.
            }
            catch (Exception failure) when (Trouble.Passes(failure))
            {
                throw Trouble.Unavailable(store.Connections.Name, failure);
            }
        }
    }

    /// <summary>Removes the rows of worlds that were deleted by whoever had no time to.</summary>
    internal async Task PurgeAllAsync()
    {
        var left = new List<int>();
        await using (var connection = await OpenAsync(CancellationToken.None))
        {
            await using var command = new NpgsqlCommand("SELECT id FROM unkai.deleted_worlds", connection);
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                left.Add(rows.GetInt32(0));
            }
        }

        foreach (var id in left)
        {
            await PurgeAsync(id);
        }
    }

    /// <summary>Removes a deleted world's rows, a few at a time: the world itself has gone already.</summary>
    private async Task PurgeAsync(int id)
    {
        try
        {
            await using var connection = await OpenAsync(CancellationToken.None);
            while (!store.IsClosed)
            {
                await using var command = new NpgsqlCommand(PurgeSome, connection) { Parameters = { Number(id), Number(PurgeRows) } };
                if (await command.ExecuteNonQueryAsync() == 0)
                {
                    await ScalarAsync(connection, PurgeRest, CancellationToken.None, Number(id));
                    return;
                }
            }
        }
        catch (Exception failure) when (Trouble.Passes(failure) || failure is StoreUnavailableException)
        {
            // Whoever opens the store next goes on.
        }
    }

    private static NpgsqlParameter<string> Text(WorldName name) => new() { TypedValue = name.Value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellation) is var value && value is DBNull ? null : value;
    }

    /// <summary>A connection that was just seen to work: what is done on it once may not be done twice.</summary>
    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var started = store.Clock.Timestamp;
        while (true)
        {
            var connection = await store.OpenAsync(store.Connections.Committers, cancellation);
            try
            {
                await ScalarAsync(connection, "SELECT 1", cancellation);
                return connection;
            }
            catch (Exception failure) when (Trouble.Passes(failure))
            {
                await connection.DisposeAsync();
                if (store.IsClosed || store.Clock.ElapsedSince(started) > Trouble.Patience)
                {
                    throw Trouble.Unavailable(store.Connections.Name, failure);
                }

                await store.Clock.DelayAsync(Trouble.Pause, cancellation);
            }
        }
    }

    private async ValueTask<object?> OnceAsync(Func<Task<object?>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (Trouble.Passes(failure))
        {
            throw new StoreUnavailableException($"The database {store.Connections.Name} did not say whether it was done: {failure.Message}", failure);
        }
    }
}
