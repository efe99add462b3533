namespace Unkai.Storage.Embedded;

internal sealed class EmbeddedTransaction(World world, WorldState state, int epoch) : Transaction
{
    private readonly WriteSet _writes = new();
    private readonly List<byte[]> _keysRead = [];
    private readonly List<KeyRange> _rangesRead = [];
    private List<byte[]>? _claimed;
    private List<byte[]>? _passedOver;
    private List<EmbeddedWatch>? _watches;
    private List<Action>? _fills;
    private WorldState? _state = state;
    private ulong _sequence;

    public override WorldName World => world.Name;

    public override bool HasWrites => _sequence != 0 || !_writes.IsEmpty;

    /// <summary>What the body reads.</summary>
    internal WorldState State => _state ?? throw new InvalidOperationException("The transaction has ended.");

    internal WriteSet Writes => _writes;

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
        if (_writes.IsEmpty || range.IsEmpty)
        {
            entries = EmbeddedSnapshot.Range(root, range, limit, reverse);
        }
        else
        {
            EmbeddedSnapshot.CheckLimit(limit);
            entries = reverse ? OverlaidRange.Backward(root, _writes, range, limit) : OverlaidRange.Forward(root, _writes, range, limit);
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

    public override void Put(byte[] key, ReadOnlyMemory<byte> value)
    {
        CheckWrite(key, value.Length);
        _writes.Put(key, Own(value));
    }

    public override void PutStamped(byte[] key, byte[] value, int offset, PendingStamp stamp)
    {
        CheckWrite(key, value.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, value.Length - CommitStamp.SizeBytes);
        if (!stamp.IsOf(this))
        {
            throw new ArgumentException("The stamp is another transaction's.", nameof(stamp));
        }

        _writes.Put(key, value, offset, stamp.Order);
    }

    public override void Delete(byte[] key)
    {
        CheckWrite(key, 0);
        _writes.Delete(key);
    }

    public override void DeleteRange(KeyRange range)
    {
        _ = State;
        if (!range.IsEmpty)
        {
            _writes.DeleteRange(range);
        }
    }

    public override void Add(byte[] key, long delta)
    {
        CheckWrite(key, sizeof(long));
        _writes.Add(key, delta);
    }

    public override PendingStamp Append(byte[] prefix, ReadOnlyMemory<byte> value)
    {
        CheckWrite(prefix, value.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix.Length, Store.KeyBytesMax - CommitStamp.SizeBytes);
        return new PendingStamp(this, _writes.Append(prefix, Own(value)));
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
            if (_writes.Find(key) is not null || _writes.IsRemoved(key))
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

    public override void DropWrites()
    {
        _ = State;
        _writes.Clear();
        _fills = null;
    }

    public override void BeforeReply(Action fill) => (_fills ??= []).Add(fill);

    protected internal override CommitStamp StampOf(ushort order) => _sequence != 0
        ? new CommitStamp(_sequence, order)
        : throw new InvalidOperationException("A stamp can be read after its transaction has committed.");

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
        _sequence = sequence;
        _state = null;
        ReleaseClaims(committed: sequence != 0);
        Forget();
        foreach (var fill in _fills ?? [])
        {
            fill();
        }

        _fills = null;
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

    private static byte[] Own(ReadOnlyMemory<byte> value) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(value, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : value.ToArray();

    private byte[]? Get(byte[] key)
    {
        var write = _writes.IsEmpty ? null : _writes.Find(key);
        if (write is { Delta: null } known)
        {
            return known.Value;
        }

        if (write is null && !_writes.IsEmpty && _writes.IsRemoved(key))
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
        _writes.Clear();
        _keysRead.Clear();
        _rangesRead.Clear();
        _passedOver = null;
    }

    private void ReleaseClaims(bool committed)
    {
        foreach (var key in _claimed ?? [])
        {
            world.Reservations.Release(key);
            if (!committed || (_writes.Find(key) is null && !_writes.IsRemoved(key)))
            {
                world.Watches.FireReleased(key);
            }
        }

        _claimed = null;
    }

    private void CheckWrite(byte[] key, int valueBytes)
    {
        _ = State;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, Store.KeyBytesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valueBytes, Store.ValueBytesMax);
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
