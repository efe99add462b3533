using System.Collections.Concurrent;
using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>The PostgreSQL engine: the state in one table of a database that several processes share. See docs/design/0003-postgres-engine.md.</summary>
internal sealed class PostgresStore : Store
{
    /// <summary>After this many conflicts a transaction waits a little before it runs again.</summary>
    private const int ConflictsBeforeDelay = 3;

    private readonly StoreOptions _options;
    private readonly ConcurrentDictionary<Task, bool> _background = new();
    private readonly WorldTable _worlds;
    private readonly Notices _notices;
    private volatile bool _closed;

    private PostgresStore(Connections connections, StoreOptions options)
    {
        _options = options;
        Connections = connections;
        Worlds = new WorldDirectory(this);
        Lease = new NodeLease(this);
        _notices = new Notices(this);
        _worlds = new WorldTable(this);
        Blobs = new PostgresBlobStore(this, options);
    }

    public override BlobStore Blobs { get; }

    public override bool IsShared => true;

    public override string? Failure => _closed ? "The store is closed."
        : Lease.Age > NodeLease.Length ? $"The database {Connections.Name} does not answer."
        : null;

    public override RecoveryReport Recovery => RecoveryReport.Clean;

    internal Connections Connections { get; }

    internal WorldDirectory Worlds { get; }

    internal NodeLease Lease { get; }

    internal MachineClock Clock => _options.Clock;

    internal bool IsClosed => _closed;

    internal static async Task<Store> OpenAsync(string database, StoreOptions options, CancellationToken cancellation)
    {
        var store = new PostgresStore(new Connections(ConnectionUrl.Parse(database), options.Durability), options);
        try
        {
            await Schema.BringUpToDateAsync(store.Connections, cancellation);
            await store.Lease.StartAsync(cancellation);
            await store._notices.StartAsync(cancellation);
            await store._worlds.CreateAsync(WorldName.Default, cancellation);
            store.InBackground(store._worlds.PurgeAllAsync());
            return store;
        }
        catch (Exception failure)
        {
            await store.DisposeAsync();
            throw failure switch
            {
                PostgresException { SqlState: "28P01" or "28000" or "3D000" or "42501" } refused =>
                    new StoreUnavailableException($"The database {store.Connections.Name} does not let Unkai in: {refused.MessageText}.", refused),
                _ when Trouble.Passes(failure) => Trouble.Unavailable(store.Connections.Name, failure),
                _ => failure,
            };
        }
    }

    internal static WorldNotFoundException NotFound(WorldName name) => new($"There is no world {name}.");

    public override async ValueTask<TResult> TransactAsync<TState, TResult>(
        WorldName world, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        var conflicts = 0;
        var wasStale = false;
        var mayGuess = true;
        var troubledSince = 0L;
        while (conflicts < _options.AttemptsMax)
        {
            cancellation.ThrowIfCancellationRequested();
            ThrowIfClosed();
            if (conflicts > ConflictsBeforeDelay)
            {
                await Clock.DelayAsync(TimeSpan.FromMilliseconds(1 + _options.Random.Next(4 * Math.Min(conflicts, 16))), cancellation);
            }

            var transaction = new PostgresTransaction(this, await FindAsync(world, cancellation), mayGuess);
            Submission.Fate fate;
            try
            {
                var result = await body(transaction, state);
                fate = await transaction.CommitAsync();
                if (fate == Submission.Fate.Committed)
                {
                    return result;
                }
            }
#pragma warning disable CA1031 // Whatever a body throws that took a guess for the truth, it runs again without.
            catch (Exception) when (transaction.HasGuessed)
#pragma warning restore CA1031
            {
                await transaction.AbortAsync();
                mayGuess = false;
                continue;
            }
            catch (Exception failure) when (Trouble.Passes(failure) && !_closed)
            {
                await transaction.AbortAsync();
                troubledSince = troubledSince == 0 ? Clock.Timestamp : troubledSince;
                if (Clock.ElapsedSince(troubledSince) > Trouble.Patience)
                {
                    throw Trouble.Unavailable(Connections.Name, failure);
                }

                await Clock.DelayAsync(Trouble.Pause, cancellation);
                continue;
            }
            catch
            {
                await transaction.AbortAsync();
                throw;
            }

            await transaction.AbortAsync();
            switch (fate)
            {
                case Submission.Fate.WorldIsGone:
                    // What this process believed may have been old; what it read or asked for again is not.
                    Worlds.Forget(transaction.Life);
                    if (transaction.HasRead || wasStale)
                    {
                        throw NotFound(world);
                    }

                    wasStale = true;
                    break;
                case Submission.Fate.Conflict:
                    mayGuess = false;
                    conflicts++;
                    break;
                default:
                    break;
            }
        }

        throw new StoreContentionException($"A transaction in world {world} met conflicts in {conflicts} runs.");
    }

    public override async ValueTask<TResult> ReadAsync<TState, TResult>(
        WorldName world, TState state, Func<Snapshot, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ThrowIfClosed();
        var snapshot = new PostgresSnapshot(this, await FindAsync(world, cancellation));
        try
        {
            return await body(snapshot, state);
        }
        catch (Exception failure) when (Trouble.Passes(failure))
        {
            throw Trouble.Unavailable(Connections.Name, failure);
        }
        finally
        {
            snapshot.End();
        }
    }

    public override ValueTask<bool> ForkAsync(WorldName from, WorldName to, CancellationToken cancellation) => _worlds.ForkAsync(from, to, cancellation);

    public override ValueTask<bool> CreateAsync(WorldName world, CancellationToken cancellation) => _worlds.CreateAsync(world, cancellation);

    public override ValueTask<bool> DeleteAsync(WorldName world, CancellationToken cancellation) => _worlds.DeleteAsync(world, cancellation);

    public override ValueTask<IReadOnlyList<WorldName>> ListWorldsAsync(CancellationToken cancellation) => _worlds.ListAsync(cancellation);

    public override async ValueTask<string?> LifeOfAsync(WorldName world, CancellationToken cancellation) =>
        (await _worlds.FindAsync(world, cancellation))?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override async ValueTask DisposeAsync()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        await Task.WhenAll(_background.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _notices.DisposeAsync();
        await Lease.DisposeAsync();
        await Connections.DisposeAsync();
    }

    protected internal override ValueTask<ulong> NewestSequenceAsync(WorldName world, CancellationToken cancellation) => _worlds.SequenceAsync(world, cancellation);

    protected internal override ValueTask SkipStampsAsync(ulong sequence, CancellationToken cancellation) => _worlds.SkipAsync(sequence, cancellation);

    /// <summary>Opens a connection; while the server is away, waits for it for as long as calls do.</summary>
    internal async ValueTask<NpgsqlConnection> OpenAsync(NpgsqlDataSource pool, CancellationToken cancellation = default)
    {
        var started = Clock.Timestamp;
        while (true)
        {
            try
            {
                return await pool.OpenConnectionAsync(cancellation);
            }
            catch (Exception failure) when (Trouble.Passes(failure))
            {
                if (_closed || Clock.ElapsedSince(started) > Trouble.Patience)
                {
                    throw Trouble.Unavailable(Connections.Name, failure);
                }

                await Clock.DelayAsync(Trouble.Pause, cancellation);
            }
        }
    }

    /// <summary>Lets something end by itself; closing the store waits for it.</summary>
    internal void InBackground(Task task)
    {
        if (!task.IsCompleted && _background.TryAdd(task, true))
        {
            _ = task.ContinueWith(ended => _background.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    internal void WorldsMayHaveChanged() => OnWorldsChanged();

    internal void NodeHasGone() => Lease.NodesMayHaveChanged();

    internal void LeasesHaveEnded()
    {
        // What the node had reserved is free: its claims ended without a word.
        foreach (var world in Worlds.All)
        {
            world.Watches.FireAll();
        }

        OnLeasesEnded();
    }

    private async ValueTask<PostgresWorld> FindAsync(WorldName name, CancellationToken cancellation)
    {
        var started = Clock.Timestamp;
        while (true)
        {
            if (Worlds.Find(name) is { } known)
            {
                return known;
            }

            try
            {
                return await _worlds.FindAsync(name, cancellation) is { } id ? Worlds.Enter(name, id) : throw NotFound(name);
            }
            catch (Exception failure) when (Trouble.Passes(failure))
            {
                if (_closed || Clock.ElapsedSince(started) > Trouble.Patience)
                {
                    throw Trouble.Unavailable(Connections.Name, failure);
                }

                await Clock.DelayAsync(Trouble.Pause, cancellation);
            }
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed.");
        }
    }
}
