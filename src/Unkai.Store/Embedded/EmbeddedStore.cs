namespace Unkai.Storage.Embedded;

/// <summary>The embedded engine: trees in memory, a log beside them, blobs in files.</summary>
internal sealed class EmbeddedStore : Store
{
    /// <summary>After this many conflicts a transaction takes turns with others that have met as many.</summary>
    private const int ConflictsBeforeTurns = 8;

    /// <summary>After this many conflicts a transaction waits a little before it runs again.</summary>
    private const int ConflictsBeforeDelay = 16;

    private readonly StoreOptions _options;
    private readonly WorldSet _worlds;
    private readonly Committer _committer;
    private readonly StoreFiles? _files;
    private int _disposed;

    private EmbeddedStore(StoreOptions options, WorldSet worlds, StoreFiles? files)
    {
        _options = options;
        _worlds = worlds;
        _files = files;
        _committer = new Committer(worlds, files?.Log);
        Recovery = files?.Report ?? RecoveryReport.Clean;
        Blobs = new FileBlobStore(this, options, files?.Disk ?? new MemoryDisk(options.Clock));
        files?.StartCheckpoints(_committer);
    }

    public override BlobStore Blobs { get; }

    public override string? Failure => _disposed != 0 ? "The store is closed." : _files?.Log.Failure;

    public override RecoveryReport Recovery { get; }

    internal WorldSet Worlds => _worlds;

    internal static new Task<Store> OpenAsync(StoreOptions options, CancellationToken cancellation)
    {
        if (options.Disk is not { } disk)
        {
            return Task.FromResult(InMemory(options));
        }

        // Recovery reads files for as long as it takes: on a pool thread of its own, so that the caller can show that it waits.
        return Task.Run(() => RecoverAsync(disk, options, cancellation), cancellation);
    }

    internal static Store InMemory(StoreOptions options)
    {
        var store = new EmbeddedStore(options, new WorldSet(), null);
        store._committer.CreateAsync(WorldName.Default).AsTask().GetAwaiter().GetResult();
        return store;
    }

    public override ValueTask<TResult> TransactAsync<TState, TResult>(
        WorldName world, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_worlds.Find(world) is not { } found || _committer.IsFullyBuffered)
        {
            return SlowAsync(world, state, body, cancellation);
        }

        // The usual case takes no state machine: the body completes at once, commits, and the log is written on the spot.
        var transaction = Begin(found);
        ValueTask<TResult> run;
        try
        {
            run = body(transaction, state);
            if (!run.IsCompletedSuccessfully)
            {
                return BodyAwaitedAsync(transaction, run, found, state, body, cancellation);
            }
        }
        catch
        {
            transaction.EndAborted();
            throw;
        }

        var result = run.GetAwaiter().GetResult();
        if (!_committer.TryCommit(found, transaction, out var durable))
        {
            return AgainAsync(1, found, state, body, cancellation);
        }

        return durable.IsCompletedSuccessfully ? new ValueTask<TResult>(result) : DurableAsync(durable, result);
    }

    public override ValueTask<TResult> ReadAsync<TState, TResult>(
        WorldName world, TState state, Func<Snapshot, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _worlds.Find(world) is { Visible: { } visible } found
            ? body(new EmbeddedSnapshot(found, visible), state)
            : ReadOnceThereAsync(world, state, body, cancellation);
    }

    public override ValueTask<bool> ForkAsync(WorldName from, WorldName to, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _committer.ForkAsync(from, to);
    }

    public override ValueTask<bool> CreateAsync(WorldName world, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _committer.CreateAsync(world);
    }

    public override ValueTask<bool> DeleteAsync(WorldName world, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _committer.DeleteAsync(world);
    }

    public override async ValueTask<IReadOnlyList<WorldName>> ListWorldsAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var names = _worlds.Names();
        await _committer.AllDurableAsync();
        return names;
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _committer.Close();
            if (_files is not null)
            {
                await _files.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    protected internal override ValueTask<ulong> NewestSequenceAsync(WorldName world, CancellationToken cancellation) => new(_committer.NewestSequence());

    /// <inheritdoc/>
    protected internal override ValueTask SkipStampsAsync(ulong sequence, CancellationToken cancellation) => _committer.SkipAsync(sequence);

    /// <summary>Says that the disk can no longer be relied on.</summary>
    internal void FailFor(Exception exception) => _files?.Log.FailFor(exception);

    /// <summary>Puts everything written so far on the medium.</summary>
    internal void SyncLog() => _files?.SyncLog();

    /// <summary>Completes when no checkpoint is being written.</summary>
    internal Task WhenCheckpointWritten() => _files?.WhenCheckpointWritten() ?? Task.CompletedTask;

    /// <summary>Puts everything written so far on the medium, and says so in the log: a damaged byte in it will be known for damage.</summary>
    internal async ValueTask SyncAndSayAsync()
    {
        SyncLog();
        await _committer.SkipAsync();
    }

    /// <summary>Why the last checkpoint could not be written.</summary>
    internal string? CheckpointFailure => _files?.CheckpointFailure;

    /// <summary>Leaves the newest checkpoint alone behind. Nothing may have been written since it was.</summary>
    internal void DropLogWhenClosed()
    {
        _committer.Close();
        _files!.DropsLog = true;
    }

    /// <summary>Writes a checkpoint now.</summary>
    internal Task CheckpointAsync() => _files?.CheckpointAsync() ?? Task.CompletedTask;

    private static async Task<Store> RecoverAsync(IDisk disk, StoreOptions options, CancellationToken cancellation)
    {
        var worlds = new WorldSet();
        var files = StoreFiles.Open(disk, options, worlds, cancellation);
        try
        {
            var store = new EmbeddedStore(options, worlds, files);
            await store._committer.CreateAsync(WorldName.Default);
            return store;
        }
        catch
        {
            await files.DisposeAsync();
            throw;
        }
    }

    private static async ValueTask<TResult> DurableAsync<TResult>(Task durable, TResult result)
    {
        await durable;
        return result;
    }

    private EmbeddedTransaction Begin(World world)
    {
        // The epoch first: a state that is taken back after it was read is then known by its epoch.
        var epoch = _committer.Epoch;

        // After a failure of the disk, what was never made durable is not shown either.
        var state = Failure is null ? world.Current : world.Visible ?? WorldState.Empty;
        return new EmbeddedTransaction(world, state, epoch);
    }

    private async ValueTask<TResult> SlowAsync<TState, TResult>(
        WorldName world, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        await _committer.DrainAsync();
        return await AgainAsync(0, await FindAsync(world), state, body, cancellation);
    }

    private async ValueTask<TResult> BodyAwaitedAsync<TState, TResult>(
        EmbeddedTransaction transaction,
        ValueTask<TResult> run,
        World world,
        TState state,
        Func<Transaction, TState, ValueTask<TResult>> body,
        CancellationToken cancellation)
    {
        TResult result;
        try
        {
            result = await run;
        }
        catch
        {
            transaction.EndAborted();
            throw;
        }

        if (!_committer.TryCommit(world, transaction, out var durable))
        {
            return await AgainAsync(1, world, state, body, cancellation);
        }

        await durable;
        return result;
    }

    private async ValueTask<TResult> AgainAsync<TState, TResult>(
        int conflicts, World world, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        var turn = false;
        try
        {
            while (conflicts < _options.AttemptsMax)
            {
                cancellation.ThrowIfCancellationRequested();
                if (conflicts >= ConflictsBeforeTurns && !turn)
                {
                    await world.Turn.WaitAsync(cancellation);
                    turn = true;
                }

                if (conflicts >= ConflictsBeforeDelay)
                {
                    await _options.Clock.DelayAsync(TimeSpan.FromMilliseconds(1 + _options.Random.Next(4)), cancellation);
                }

                var transaction = Begin(world);
                TResult result;
                try
                {
                    result = await body(transaction, state);
                }
                catch
                {
                    transaction.EndAborted();
                    throw;
                }

                if (_committer.TryCommit(world, transaction, out var durable))
                {
                    if (turn)
                    {
                        world.Turn.Release();
                        turn = false;
                    }

                    await durable;
                    return result;
                }

                conflicts++;
            }
        }
        finally
        {
            if (turn)
            {
                world.Turn.Release();
            }
        }

        throw new StoreContentionException($"A transaction in world {world.Name} met conflicts in {conflicts} runs.");
    }

    private async ValueTask<World> FindAsync(WorldName name)
    {
        var world = _worlds.Find(name);
        if (world is null)
        {
            // That it is gone may not be durable yet, and is not said before it is.
            await _committer.AllDurableAsync();
        }

        return world ?? throw Committer.NotFound(name);
    }

    private async ValueTask<TResult> ReadOnceThereAsync<TState, TResult>(
        WorldName name, TState state, Func<Snapshot, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        var world = await FindAsync(name);
        await _committer.AllDurableAsync();
        cancellation.ThrowIfCancellationRequested();
        return await body(new EmbeddedSnapshot(world, world.Visible ?? throw Committer.NotFound(name)), state);
    }
}
