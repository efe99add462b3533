using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>One collection of the blobs that no world refers to. A blob loses its name first; its bytes stay for another grace, for those who are reading them.</summary>
internal sealed class BlobCollection(PostgresStore store, DateTimeOffset now, TimeSpan grace)
{
    private const int BlobsAtOnce = 500;
    private const int ZerosMax = 10_000;

    private const string References = """
        SELECT w.name, e.key, e.value FROM unkai.worlds w JOIN unkai.entries e ON e.world = w.id WHERE e.key >= $1 AND e.key < $2
        """;

    private const string Old = "SELECT id FROM unkai.blobs WHERE touched <= $1";

    private const string Unname = """
        WITH gone AS (DELETE FROM unkai.blobs WHERE id = ANY($1) AND touched <= $2 RETURNING upload)
        UPDATE unkai.uploads SET kept = false, since = $3 WHERE id IN (SELECT upload FROM gone)
        """;

    private const string Drop = """
        WITH gone AS (DELETE FROM unkai.uploads WHERE NOT kept AND since <= $1 RETURNING id)
        DELETE FROM unkai.chunks WHERE upload IN (SELECT id FROM gone)
        """;

    private readonly HashSet<BlobId> _live = [];
    private readonly List<(WorldName World, byte[] Key)> _zeros = [];

    internal async ValueTask<long> RunAsync(CancellationToken cancellation)
    {
        var collected = 0L;
        await using (var connection = await store.OpenAsync(store.Connections.Committers, cancellation))
        {
            // Each statement sees what was committed before it. Forks wait until this has ended, and this for forks under way.
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellation);
            await ExecuteAsync(connection, "LOCK TABLE unkai.collections IN EXCLUSIVE MODE", cancellation);
            await MarkAsync(connection, cancellation);
            foreach (var part in (await OldAsync(connection, cancellation)).Chunk(BlobsAtOnce))
            {
                collected += await ExecuteAsync(connection, Unname, cancellation, Of(part), Of(now - grace), Of(now));
            }

            await ExecuteAsync(connection, Drop, cancellation, Of(now - grace));
            await transaction.CommitAsync(cancellation);
        }

        foreach (var (world, key) in _zeros)
        {
            await ForgetZeroAsync(world, key, cancellation);
        }

        return collected;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task MarkAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var range = BlobReferences.Range;
        await using var command = new NpgsqlCommand(References, connection) { CommandTimeout = 0, Parameters = { Of(range.Start), Of(range.End!) } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var key = rows.GetFieldValue<byte[]>(1);
            if (BlobReferences.CountOf(rows.GetFieldValue<byte[]>(2)) != 0)
            {
                _live.Add(BlobReferences.IdOf(key));
            }
            else if (_zeros.Count < ZerosMax && WorldName.Parse(rows.GetString(0)) is { } world)
            {
                _zeros.Add((world, key));
            }
        }
    }

    private async Task<List<byte[]>> OldAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var dead = new List<byte[]>();
        await using var command = new NpgsqlCommand(Old, connection) { CommandTimeout = 0, Parameters = { Of(now - grace) } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var id = rows.GetFieldValue<byte[]>(0);
            if (!_live.Contains(BlobId.FromBytes(id)))
            {
                dead.Add(id);
            }
        }

        return dead;
    }

    private ValueTask<bool> ForgetZeroAsync(WorldName world, byte[] key, CancellationToken cancellation) => store.TransactAsync(
        world,
        key,
        static async (transaction, key) =>
        {
            if (await transaction.GetAsync(key) is { } value && BlobReferences.CountOf(value.Span) == 0)
            {
                transaction.Delete(key);
            }

            return true;
        },
        cancellation);
}
