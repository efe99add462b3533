namespace Unkai.Storage.Embedded;

internal sealed class EmbeddedTransaction(World world, WorldState state, int epoch) : BufferedTransaction
{
    private readonly List<byte[]> _keysRead = [];
    private readonly List<KeyRange> _rangesRead = [];
    private List<byte[]>? _claimed;
    private List<byte[]>? _passedOver;
    private List<EmbeddedWatch>? _watches;
    private WorldState? _state = state;

    public override WorldName World => world.Name;

    /// <summary>What the body reads.</summary>
    internal WorldState State => _state ?? throw new InvalidOperationException("The transaction has ended.");

    /// <summary>The log's epoch when the run began; what it has read may have been taken back when that is over.</summary>
    internal int Epoch => epoch;

    public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(byte[] key)
    {
        var value = Get(key);
        // A bare null would become an empty memory, by way of byte[].
        return new(value is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(value));
    }

    public override ValueTask<IReadOnlyList<Entry>> RangeAsync(KeyRange range, int limit, bool reverse = false)
    {
        var root = State.Root;
        List<Entry> entries;
        if (Writes.IsEmpty || range.IsEmpty)
        {
            entries = EmbeddedSnapshot.Range(root, range, limit, reverse);
        }
        else
        {
            EmbeddedSnapshot.CheckLimit(limit);
            entries = reverse ? OverlaidRange.Backward(root, Writes, range, limit) : OverlaidRange.Forward(root, Writes, range, limit);
        }

        if (!range.IsEmpty)
        {
            CountRead();
            _rangesRead.Add(entries.Count < limit ? range
                : reverse ? range.Intersect(new KeyRange(entries[^1].Key, null))
                : range.Intersect(new KeyRange([], KeyRange.Successor(entries[^1].Key))));
        }

        return new(entries);
    }

    public override Watch Watch(KeyRange range)
    {
        var watch = EmbeddedSnapshot.Watch(world, State, range);
        (_watches ??= []).Add(watch);
        foreach (var key in _passedOver ?? [])
        {
            // Its holder may have let go between the claim and now; the watch would not hear of it.
            if (range.Contains(key) && !world.Reservations.IsTaken(key))
            {
                watch.Dispose();
                break;
            }
        }

        return watch;
    }

    public override ValueTask<IReadOnlyList<Entry>> ClaimAsync(KeyRange range, int max)
    {
        EmbeddedSnapshot.CheckLimit(max);
        var entries = new List<Entry>(Math.Min(max, 16));
        if (range.IsEmpty)
        {
            return new(entries);
        }

        for (var cursor = TreeCursor.Seek(State.Root, range.Start); entries.Count < max && cursor.IsIn(range); cursor.MoveNext())
        {
            var key = cursor.Key;
            if (Writes.Find(key) is not null || Writes.IsRemoved(key))
            {
                continue;
            }

            if (!world.Reservations.TryTake(key, this))
            {
                (_passedOver ??= []).Add(key);
                continue;
            }

            // Another's claim may have committed since the snapshot: reading the newest state here spares a run that must fail.
            if (!ReferenceEquals(Tree.Get(world.Current.Root, key), cursor.Value))
            {
                world.Reservations.Release(key);
                continue;
            }

            (_claimed ??= []).Add(key);
            CountRead();
            _keysRead.Add(key);
            entries.Add(new Entry(key, cursor.Value));
        }

        return new(entries);
    }

    /// <summary>Whether all that was read is the same in another root.</summary>
    internal bool IsValidOn(Node? root)
    {
        var before = State.Root;
        if (ReferenceEquals(before, root))
        {
            return true;
        }

        foreach (var key in _keysRead)
        {
            if (!TreeComparison.IsSame(before, root, key))
            {
                return false;
            }
        }

        foreach (var range in _rangesRead)
        {
            if (!TreeComparison.IsSame(before, root, range))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends the run as committed; <paramref name="sequence"/> 0 when it wrote nothing.</summary>
    internal void EndCommitted(ulong sequence)
    {
        TakePlace(sequence);
        _state = null;
        ReleaseClaims(committed: sequence != 0);
        Forget();
        FillReplies();
    }

    /// <summary>Ends the run as if it had not been.</summary>
    internal void EndAborted()
    {
        _state = null;
        ReleaseClaims(committed: false);
        Forget();
        foreach (var watch in _watches ?? [])
        {
            watch.Dispose();
        }
    }

    protected override void ThrowIfEnded() => _ = State;

    private byte[]? Get(byte[] key)
    {
        var write = Writes.IsEmpty ? null : Writes.Find(key);
        if (write is { Delta: null } known)
        {
            return known.Value;
        }

        if (write is null && !Writes.IsEmpty && Writes.IsRemoved(key))
        {
            return null;
        }

        CountRead();
        _keysRead.Add(key);
        var value = Tree.Get(State.Root, key);
        return write is { Delta: { } delta } ? WriteSet.Sum(value, delta) : value;
    }

    /// <summary>Lets go of everything: a stamp that someone keeps keeps this object.</summary>
    private void Forget()
    {
        Writes.Clear();
        _keysRead.Clear();
        _rangesRead.Clear();
        _passedOver = null;
    }

    private void ReleaseClaims(bool committed)
    {
        foreach (var key in _claimed ?? [])
        {
            world.Reservations.Release(key);
            if (!committed || (Writes.Find(key) is null && !Writes.IsRemoved(key)))
            {
                world.Watches.FireReleased(key);
            }
        }

        _claimed = null;
    }

    private void CountRead()
    {
        _ = State;
        if (_keysRead.Count + _rangesRead.Count >= Store.TransactionOperationsMax)
        {
            throw new InvalidOperationException($"A transaction reads at most {Store.TransactionOperationsMax} keys and ranges.");
        }
    }
}
