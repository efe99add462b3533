using System.Collections.Frozen;
using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>This process's place among those that work on the database: a row that it renews each second. Whoever does not, does not write any more.</summary>
/// <remarks>All times are the server's. A process that lost its place (it was paused, or cut off) takes a new one: to the others it is another.</remarks>
internal sealed class NodeLease(PostgresStore store) : IAsyncDisposable
{
    /// <summary>How long a row counts that is not renewed: with the renewals of the others, which remove it, what a dead process held is free within 7 s.</summary>
    internal static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const string Register = "INSERT INTO unkai.nodes (name, lease_until) VALUES ($1, clock_timestamp() + $2) RETURNING id";
    private const string Renew = "SELECT unkai.renew_lease($1, $2)";
    private const string Leave = "WITH gone AS (DELETE FROM unkai.nodes WHERE id = $1 RETURNING id) SELECT pg_notify('unkai', 'n') FROM gone";

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NpgsqlConnection? _connection;
    private FrozenSet<long> _alive = [];
    private long _node;
    private long _renewedAt;
    private Task? _loop;

    /// <summary>This process's number, never used again.</summary>
    internal long Node => Interlocked.Read(ref _node);

    /// <summary>Real time since the lease was last renewed.</summary>
    internal TimeSpan Age => store.Clock.ElapsedSince(Interlocked.Read(ref _renewedAt));

    internal async Task StartAsync(CancellationToken cancellation)
    {
        await RegisterAsync(cancellation);
        await RenewAsync();
        _loop = RunAsync();
    }

    /// <summary>Whether a node is there. A number that this process has not heard of is asked for: it may be new.</summary>
    internal async ValueTask<bool> IsAliveAsync(long node)
    {
        if (_alive.Contains(node))
        {
            return true;
        }

        await using var connection = await store.OpenAsync(store.Connections.Committers);
        await using var command = new NpgsqlCommand("SELECT 1 FROM unkai.nodes WHERE id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = node });
        return await command.ExecuteScalarAsync() is not null;
    }

    /// <summary>Looks at once who is there.</summary>
    internal void NodesMayHaveChanged() => _asked.TrySetResult();

    /// <summary>Takes a new place: the server said that this one is lost.</summary>
    internal async Task LostAsync(long node)
    {
        await _turn.WaitAsync();
        try
        {
            if (Node == node && !store.IsClosed)
            {
                await RegisterAsync(CancellationToken.None);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }

        try
        {
            await ExecuteAsync(Leave, Number(Node));
        }
        catch (Exception failure) when (Trouble.Passes(failure) || failure is InvalidOperationException)
        {
            // The others find out when the lease ends.
        }

        await DropConnectionAsync();
        _stop.Dispose();
        _turn.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.WhenAny(_asked.Task, store.Clock.DelayAsync(Interval, _stop.Token));
                _stop.Token.ThrowIfCancellationRequested();
                _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await RenewAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The top of a loop that must go on: the next renewal is in a second, and health says what lasts.
            catch (Exception)
#pragma warning restore CA1031
            {
                await DropConnectionAsync();
            }
        }
    }

    private async Task RenewAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (await ExecuteAsync(Renew, Number(Node), Span(Length)) is not long[] nodes)
            {
                await RegisterAsync(_stop.Token);
                return;
            }

            Interlocked.Exchange(ref _renewedAt, store.Clock.Timestamp);
            var before = _alive;
            _alive = nodes.ToFrozenSet();
            if (!before.IsSubsetOf(_alive))
            {
                store.LeasesHaveEnded();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RegisterAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var node = (long)(await ExecuteAsync(Register, new NpgsqlParameter<string> { TypedValue = Environment.MachineName }, Span(Length)))!;
        Interlocked.Exchange(ref _node, node);
        Interlocked.Exchange(ref _renewedAt, store.Clock.Timestamp);
    }

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<TimeSpan> Span(TimeSpan value) => new() { TypedValue = value };

    private async Task<object?> ExecuteAsync(string statement, params NpgsqlParameter[] parameters)
    {
        _connection ??= await store.Connections.OpenKeptAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(statement, _connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync();
    }

    private async ValueTask DropConnectionAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
