namespace Unkai.Storage.Embedded;

/// <summary>Gives each commit its place in the one order, under one lock: validates, applies, hands it to the log.</summary>
internal sealed class Committer(WorldSet worlds, LogWriter? log)
{
    private readonly Lock _gate = new();

    /// <summary>Worlds whose deletion is not yet durable: a full disk takes it back.</summary>
    private readonly List<(World World, ulong Sequence)> _deleted = [];
    private bool _closed;

    /// <summary>Whether the log has so much to write that new transactions wait.</summary>
    internal bool IsFullyBuffered => log is { IsFull: true };

    /// <summary>See <see cref="LogWriter.Epoch"/>.</summary>
    internal int Epoch => log?.Epoch ?? 0;

    internal static WorldNotFoundException NotFound(WorldName name) => new($"There is no world {name}.");

    /// <summary>Commits a run whose body has ended.</summary>
    /// <returns>False after a conflict; the run has then ended as if it had not been.</returns>
    internal bool TryCommit(World world, EmbeddedTransaction transaction, out Task durable)
    {
        if (!transaction.HasWrites)
        {
            // All reads were of one snapshot, so the run stands at that snapshot's place in the order. Claims alone change nothing.
            if (transaction.Epoch != Epoch)
            {
                transaction.EndAborted();
                durable = Task.CompletedTask;
                return false;
            }

            var read = transaction.State.Sequence;
            transaction.EndCommitted(0);
            durable = log?.WhenDurable(read, transaction.Epoch) ?? Task.CompletedTask;
            return true;
        }

        ulong sequence;
        CommitRecord commit;
        try
        {
            lock (_gate)
            {
                ThrowIfClosed();
                if (world.IsDeleted)
                {
                    throw NotFound(world.Name);
                }

                var current = world.Current;
                if (transaction.Epoch != Epoch || !transaction.IsValidOn(current.Root))
                {
                    sequence = 0;
                    commit = default;
                }
                else
                {
                    sequence = worlds.Sequence + 1;
                    var (removed, writes) = transaction.Writes.Resolve(current.Root, sequence);
                    var root = current.Root;
                    foreach (var range in removed)
                    {
                        root = Tree.RemoveRange(root, range);
                    }

                    commit = new CommitRecord(world, new WorldState(Tree.Apply(root, writes), sequence), removed, writes);
                    log?.Append(commit);
                    worlds.Sequence = sequence;
                    world.Current = commit.State;
                    if (log is null)
                    {
                        world.Visible = commit.State;
                    }
                }
            }
        }
        catch
        {
            transaction.EndAborted();
            throw;
        }

        if (sequence == 0)
        {
            transaction.EndAborted();
            durable = Task.CompletedTask;
            return false;
        }

        transaction.EndCommitted(sequence);
        if (log is null)
        {
            world.Watches.Fire(commit);
            durable = Task.CompletedTask;
        }
        else
        {
            durable = log.WhenDurable(sequence, transaction.Epoch);
        }

        return true;
    }

    internal async ValueTask<bool> CreateAsync(WorldName name)
    {
        (ulong, int) newest;
        bool isNew;
        lock (_gate)
        {
            ThrowIfClosed();
            isNew = worlds.Find(name) is null;
            if (isNew)
            {
                Create(name);
            }

            newest = Newest();
        }

        // That it is there already is not said either before that is durable.
        await DurableAsync(newest);
        return isNew;
    }

    internal async ValueTask<bool> ForkAsync(WorldName from, WorldName to)
    {
        (ulong, int) newest;
        World? source;
        var isNew = false;
        lock (_gate)
        {
            ThrowIfClosed();
            source = worlds.Find(from);
            if (source is not null && worlds.Find(to) is null)
            {
                isNew = true;
                var world = new World(worlds.NextId, to) { Current = new WorldState(source.Current.Root, worlds.Sequence + 1) };
                log?.AppendFork(source, world);
                Enter(world);
            }

            newest = Newest();
        }

        await DurableAsync(newest);
        return source is null ? throw NotFound(from) : isNew;
    }

    internal async ValueTask<bool> DeleteAsync(WorldName name)
    {
        (ulong, int) newest;
        World? world;
        lock (_gate)
        {
            ThrowIfClosed();
            world = worlds.Find(name);
            if (world is not null)
            {
                var sequence = worlds.Sequence + 1;
                log?.AppendDelete(world, sequence);
                worlds.Sequence = sequence;
                world.IsDeleted = true;
                worlds.Remove(world);
                if (log is not null)
                {
                    _deleted.RemoveAll(deleted => deleted.Sequence <= log.Durable);
                    _deleted.Add((world, sequence));
                }

                if (name == WorldName.Default)
                {
                    Create(name);
                }

                world.Watches.FireAll();
            }

            newest = Newest();
        }

        await DurableAsync(newest);
        return world is not null;
    }

    /// <summary>A commit that does nothing: its batch says what was synced before it, and stamps go on after <paramref name="sequence"/> when that is later.</summary>
    internal async ValueTask SkipAsync(ulong sequence = 0)
    {
        (ulong, int) newest;
        lock (_gate)
        {
            ThrowIfClosed();
            var own = worlds.Sequence + 1;
            var countsAs = Math.Max(own, sequence);
            log?.AppendSkip(own, countsAs);
            worlds.Sequence = countsAs;
            newest = Newest();
        }

        await DurableAsync(newest);
    }

    internal ulong NewestSequence()
    {
        lock (_gate)
        {
            return worlds.Sequence;
        }
    }

    /// <summary>Completes when everything committed so far is durable.</summary>
    internal Task AllDurableAsync()
    {
        (ulong, int) newest;
        lock (_gate)
        {
            newest = Newest();
        }

        return DurableAsync(newest);
    }

    /// <summary>Completes when the log has room.</summary>
    internal Task DrainAsync() => log is { IsFull: true } ? AllDurableAsync() : Task.CompletedTask;

    /// <summary>The state of all worlds at one place in the order.</summary>
    internal CapturedState Capture()
    {
        lock (_gate)
        {
            log?.EndSegmentSoon();
            return new CapturedState(worlds.Sequence, Epoch, worlds.NextId, [.. worlds.All.Select(static world => (world, world.Current))]);
        }
    }

    /// <summary>Refuses all further commits.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    /// <summary>The newest commit's place. Under the gate.</summary>
    private (ulong Sequence, int Epoch) Newest() => (worlds.Sequence, Epoch);

    private Task DurableAsync((ulong Sequence, int Epoch) place) => log?.WhenDurable(place.Sequence, place.Epoch) ?? Task.CompletedTask;

    private void Create(WorldName name)
    {
        var world = new World(worlds.NextId, name) { Current = new WorldState(null, worlds.Sequence + 1) };
        log?.AppendCreate(world);
        Enter(world);
    }

    private void Enter(World world)
    {
        worlds.Sequence = world.Current.Sequence;
        worlds.Add(world);
        if (log is null)
        {
            world.Visible = world.Current;
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed.");
        }

        if (log?.Failure is { } failure && !log.TryGoOn(TakeBack))
        {
            throw new StoreUnavailableException($"The store takes no writes: {failure}");
        }
    }

    /// <summary>Makes all worlds what they were after the newest durable commit.</summary>
    private void TakeBack(ulong durable)
    {
        worlds.Sequence = durable;
        foreach (var world in worlds.All)
        {
            if (world.Visible is { } visible)
            {
                world.Current = visible;
            }
            else
            {
                world.IsDeleted = true;
                worlds.Remove(world);
            }

            // A watch of a state that was taken back would wait for a sequence that comes a second time.
            world.Watches.FireAll();
        }

        foreach (var (world, sequence) in _deleted)
        {
            if (sequence > durable && world.Visible is { } visible)
            {
                world.Current = visible;
                world.IsDeleted = false;
                worlds.Add(world);
            }
        }

        _deleted.Clear();
    }
}
