namespace Unkai.Storage.Embedded;

/// <summary>Gives each commit its place in the one order, under one lock: validates, applies, hands it to the log.</summary>
internal sealed class Committer(WorldSet worlds, LogWriter? log)
{
    private readonly Lock _gate = new();
    private bool _closed;

    /// <summary>Whether the log has so much to write that new transactions wait.</summary>
    internal bool IsFullyBuffered => log is { IsFull: true };

    internal static WorldNotFoundException NotFound(WorldName name) => new($"There is no world {name}.");

    /// <summary>Commits a run whose body has ended.</summary>
    /// <returns>False after a conflict; the run has then ended as if it had not been.</returns>
    internal bool TryCommit(World world, EmbeddedTransaction transaction, out Task durable)
    {
        if (!transaction.HasWrites)
        {
            // All reads were of one snapshot, so the run stands at that snapshot's place in the order. Claims alone change nothing.
            var read = transaction.State.Sequence;
            transaction.EndCommitted(0);
            durable = log?.WhenDurable(read) ?? Task.CompletedTask;
            return true;
        }

        ulong sequence;
        CommitRecord commit;
        try
        {
            lock (_gate)
            {
                ThrowIfEnded(world);
                var current = world.Current;
                if (!transaction.IsValidOn(current.Root))
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
            durable = log.WhenDurable(sequence);
        }

        return true;
    }

    internal async ValueTask<bool> CreateAsync(WorldName name)
    {
        ulong sequence;
        lock (_gate)
        {
            ThrowIfClosed();
            if (worlds.Find(name) is not null)
            {
                return false;
            }

            sequence = Create(name);
        }

        await DurableAsync(sequence);
        return true;
    }

    internal async ValueTask<bool> ForkAsync(WorldName from, WorldName to)
    {
        ulong sequence;
        var found = false;
        lock (_gate)
        {
            ThrowIfClosed();
            sequence = worlds.Sequence;
            if (worlds.Find(from) is { } source)
            {
                found = true;
                if (worlds.Find(to) is not null)
                {
                    return false;
                }

                sequence++;
                var world = new World(worlds.NextId, to) { Current = new WorldState(source.Current.Root, sequence) };
                log?.AppendFork(source, world);
                Enter(world);
            }
        }

        await DurableAsync(sequence);
        return found ? true : throw NotFound(from);
    }

    internal async ValueTask<bool> DeleteAsync(WorldName name)
    {
        ulong sequence;
        lock (_gate)
        {
            ThrowIfClosed();
            if (worlds.Find(name) is not { } world)
            {
                return false;
            }

            sequence = worlds.Sequence + 1;
            log?.AppendDelete(world, sequence);
            worlds.Sequence = sequence;
            world.IsDeleted = true;
            worlds.Remove(world);
            if (name == WorldName.Default)
            {
                sequence = Create(name);
            }

            world.Watches.FireAll();
        }

        await DurableAsync(sequence);
        return true;
    }

    /// <summary>Completes when everything committed so far is durable.</summary>
    internal Task AllDurableAsync()
    {
        lock (_gate)
        {
            return DurableAsync(worlds.Sequence);
        }
    }

    /// <summary>Completes when the log has room.</summary>
    internal Task DrainAsync() => log is { IsFull: true } ? AllDurableAsync() : Task.CompletedTask;

    /// <summary>The state of all worlds at one place in the order.</summary>
    internal (ulong Sequence, uint NextId, IReadOnlyList<(World World, WorldState State)> Worlds) Capture()
    {
        lock (_gate)
        {
            log?.EndSegmentSoon();
            return (worlds.Sequence, worlds.NextId, [.. worlds.All.Select(static world => (world, world.Current))]);
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

    private Task DurableAsync(ulong sequence) => log?.WhenDurable(sequence) ?? Task.CompletedTask;

    private ulong Create(WorldName name)
    {
        var world = new World(worlds.NextId, name) { Current = new WorldState(null, worlds.Sequence + 1) };
        log?.AppendCreate(world);
        Enter(world);
        return world.Current.Sequence;
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

    private void ThrowIfEnded(World world)
    {
        ThrowIfClosed();
        if (world.IsDeleted)
        {
            throw NotFound(world.Name);
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed.");
        }

        if (log?.Failure is { } failure)
        {
            throw new StoreUnavailableException($"The store takes no writes: {failure}");
        }
    }
}
