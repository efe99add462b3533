using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>What one run of a body has claimed: reserved by locks of the server's own memory, which end with the run, its process or its connection.</summary>
/// <remarks>Reservations only keep claimers out of each other's way, on all nodes. That no two commit with the same entry is checked at commit.</remarks>
internal sealed class Claims(PostgresStore store, PostgresWorld world)
{
    /// <summary>What a run claims beyond this is not reserved: the server's lock table is small, and shared.</summary>
    private const int ReservedMax = 200;

    private const string Claim = "SELECT entry_key, entry_version, entry_value FROM unkai.claim($1, $2, $3, $4, $5, $6)";
    private const string Notify = "SELECT pg_notify('unkai', $1)";

    private readonly HashSet<byte[]> _taken = new(KeyComparer.Instance);
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    /// <summary>Where the world's changes stood when reserved entries were passed over; null when none were.</summary>
    internal long? PassedOverAt { get; private set; }

    /// <param name="range">The range to claim in.</param>
    /// <param name="max">How many.</param>
    /// <param name="snapshot">The run's snapshot: what is newer is not shown; 0: it has none yet.</param>
    /// <param name="isWritten">Whether the run has itself written a key.</param>
    internal async ValueTask<List<StoredEntry>> TakeAsync(KeyRange range, int max, long snapshot, Func<byte[], bool> isWritten)
    {
        var entries = new List<StoredEntry>();
        while (entries.Count < max && !range.IsEmpty)
        {
            var position = world.Recent.Position;
            var asked = max - entries.Count;
            var (rows, passedOver) = await AskAsync(range, asked, snapshot, _taken.Count < ReservedMax);
            if (passedOver > 0)
            {
                PassedOverAt ??= position;
            }

            foreach (var row in rows)
            {
                // A lock is the run's own a second time too.
                if (!isWritten(row.Key) && _taken.Add(row.Key))
                {
                    entries.Add(row);
                }
            }

            if (rows.Count < asked)
            {
                break;
            }

            range = range.After(rows[^1].Key);
        }

        return entries;
    }

    /// <summary>Lets everything go. Watches are told of entries that were left as they are, before this returns.</summary>
    internal async ValueTask ReleaseAsync(Func<byte[], bool> isWritten)
    {
        if (_connection is not { } connection)
        {
            return;
        }

        var transaction = _transaction;
        (_connection, _transaction) = (null, null);
        var left = _taken.Where(key => !isWritten(key)).ToList();
        if (left.Count == 0)
        {
            store.InBackground(SnapshotReader.EndAsync(connection, transaction));
            return;
        }

        var hints = Hints.OfKeys(left);
        try
        {
            await using var command = new NpgsqlCommand(Notify, connection, transaction);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Notices.Released(world.Id, hints) });
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception failure) when (Trouble.Passes(failure) || Trouble.IsCut(connection, failure))
        {
            // The connection is gone, and the locks with it. Other nodes' watches are fired when they are told of changes unheard.
        }

        await SnapshotReader.EndAsync(connection, transaction);
        world.Released(Hints.Read(hints));
    }

    private static async ValueTask<NpgsqlDataReader> ExecuteAsync(NpgsqlCommand command)
    {
        try
        {
            return await command.ExecuteReaderAsync();
        }
        catch (Exception failure) when (Trouble.IsCut(command.Connection, failure))
        {
            throw Trouble.Cut(failure);
        }
    }

    private async ValueTask<(List<StoredEntry> Rows, long PassedOver)> AskAsync(KeyRange range, int max, long snapshot, bool reserve)
    {
        if (_connection is null)
        {
            _connection = await store.OpenAsync(store.Connections.Claimers);
            _transaction = await _connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted);
        }

        await using var command = new NpgsqlCommand(Claim, _connection, _transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = world.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = range.Start });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea, Value = range.End ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint, Value = snapshot == 0 ? DBNull.Value : snapshot });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = reserve });
        await using var rows = await ExecuteAsync(command);
        var entries = new List<StoredEntry>();
        while (await rows.ReadAsync())
        {
            if (rows.IsDBNull(0))
            {
                return (entries, rows.GetInt64(1));
            }

            entries.Add(new StoredEntry(rows.GetFieldValue<byte[]>(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
        }

        throw new InvalidOperationException("The claim did not end as it should.");
    }
}
