using System.Diagnostics.CodeAnalysis;
using Unkai.Storage.Embedded;

namespace Unkai.Storage.Postgres;

internal sealed class PostgresTransaction : Transaction
{
    private readonly PostgresStore _store;
    private readonly SnapshotReader _reader;
    private readonly WriteSet _writes = new();
    private readonly List<(byte[] Key, long Version)> _gets = [];
    private readonly List<(KeyRange Range, int Count)> _ranges = [];
    private readonly bool _mayGuess;
    private List<(byte[] Key, long Version)>? _guesses;
    private Claims? _claims;
    private List<EmbeddedWatch>? _watches;
    private List<Action>? _fills;
    private long _sequence;
    private bool _hasEnded;

    internal PostgresTransaction(PostgresStore store, PostgresWorld world, bool mayGuess)
    {
        _mayGuess = mayGuess;
        _store = store;
        Node = store.Lease.Node;
        _reader = new SnapshotReader(store, world);
    }

    public override WorldName World => _reader.World.Name;

    public override bool HasWrites => _sequence != 0 || !_writes.IsEmpty;

    public override string Holder => PostgresHolders.Name(_reader.World.Id, Node);

    /// <summary>The node number under which the run began.</summary>
    internal long Node { get; }

    /// <summary>The life of the world that it is about.</summary>
    internal PostgresWorld Life => _reader.World;

    /// <summary>Whether it took something for read that it has not looked up.</summary>
    internal bool HasGuessed => _guesses is not null;

    /// <summary>Whether which life that is was read from the database in this run.</summary>
    internal bool HasRead => _reader.Sequence != 0;

    public override ValueTask<bool> IsHeldElsewhereAsync(string holder) => PostgresHolders.IsHeldElsewhereAsync(_store, Life, holder);

    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(byte[] key)
    {
        ThrowIfEnded();
        var write = _writes.IsEmpty ? null : _writes.Find(key);
        if (write is { Delta: null } known)
        {
            return Memory(known.Value);
        }

        if (write is null && !_writes.IsEmpty && _writes.IsRemoved(key))
        {
            return null;
        }

        CountRead();
        var stored = await ReadAsync(key);
        _gets.Add((key, stored?.Version ?? 0));
        return Memory(write is { Delta: { } delta } ? WriteSet.Sum(stored?.Value, delta) : stored?.Value);
    }

    public override async ValueTask<IReadOnlyList<Entry>> RangeAsync(KeyRange range, int limit, bool reverse = false)
    {
        ThrowIfEnded();
        EmbeddedSnapshot.CheckLimit(limit);
        if (range.IsEmpty)
        {
            return [];
        }

        CountRead();
        var rest = range;
        var stored = new List<StoredEntry>();
        while (true)
        {
            var page = await _reader.RangeAsync(rest, limit, reverse);
            stored.AddRange(page);
            var isWhole = page.Count < limit;
            if (WrittenOver.Range(stored, isWhole, _writes, range, limit, reverse) is { } entries)
            {
                var read = entries.Count < limit ? range
                    : reverse ? range.Intersect(new KeyRange(entries[^1].Key, null))
                    : range.Intersect(new KeyRange([], KeyRange.Successor(entries[^1].Key)));
                _ranges.Add((read, stored.Count(entry => read.Contains(entry.Key))));
                return entries;
            }

            rest = reverse ? rest.Before(page[^1].Key) : rest.After(page[^1].Key);
        }
    }

    public override async ValueTask<IReadOnlyList<Entry>> ClaimAsync(KeyRange range, int max)
    {
        ThrowIfEnded();
        EmbeddedSnapshot.CheckLimit(max);
        if (range.IsEmpty)
        {
            return [];
        }

        _claims ??= new Claims(_store, Life);
        var claimed = await _claims.TakeAsync(range, max, _reader.Sequence, key => _writes.Find(key) is not null || _writes.IsRemoved(key));
        var entries = new Entry[claimed.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            CountRead();
            _gets.Add((claimed[i].Key, claimed[i].Version));
            entries[i] = new Entry(claimed[i].Key, claimed[i].Value);
        }

        return entries;
    }

    public override Watch Watch(KeyRange range)
    {
        ThrowIfEnded();
        var watch = Life.Watch(range, _reader.Since, _claims?.PassedOverAt);
        (_watches ??= []).Add(watch);
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
        ThrowIfEnded();
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

    public override void DropWrites()
    {
        ThrowIfEnded();
        _writes.Clear();
        _fills = null;
    }

    public override void BeforeReply(Action fill) => (_fills ??= []).Add(fill);

    protected internal override CommitStamp StampOf(ushort order) => _sequence != 0
        ? new CommitStamp((ulong)_sequence, order)
        : throw new InvalidOperationException("A stamp can be read after its transaction has committed.");

    /// <summary>Commits a run whose body has ended.</summary>
    internal async ValueTask<Submission.Fate> CommitAsync()
    {
        _hasEnded = true;
        if (_writes.IsEmpty && !await HasGuessedRightAsync())
        {
            return Submission.Fate.Conflict;
        }

        _reader.Release();
        if (_writes.IsEmpty)
        {
            // All reads were of one snapshot, so the run stands at that snapshot's place in the order. Claims alone change nothing.
            await EndAsync(0);
            return Submission.Fate.Committed;
        }

        var outcome = await Life.Committer.CommitAsync(new Submission
        {
            Node = Node,
            Snapshot = HasGuessed ? -_reader.Sequence : _reader.Sequence,
            Gets = _gets,
            Ranges = _ranges,
            Writes = _writes,
        });
        if (outcome.Fate == Submission.Fate.Committed)
        {
            Life.Cache.Written(_writes);
            await EndAsync(outcome.Sequence);
        }
        else if (outcome.Fate == Submission.Fate.Conflict)
        {
            Life.Cache.Doubt((_guesses ?? []).Select(static guess => guess.Key));
        }

        return outcome.Fate;
    }

    /// <summary>Ends the run as if it had not been.</summary>
    internal async ValueTask AbortAsync()
    {
        _hasEnded = true;
        _reader.Release();
        if (_claims is not null)
        {
            await _claims.ReleaseAsync(_ => false);
        }

        foreach (var watch in _watches ?? [])
        {
            watch.Dispose();
        }
    }

    [SuppressMessage("Style", "IDE0301", Justification = "A bare null would become an empty memory, by way of byte[].")]
    private static ReadOnlyMemory<byte>? Memory(byte[]? value) => value is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(value);

    private static byte[] Own(ReadOnlyMemory<byte> value) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(value, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : value.ToArray();

    private async ValueTask<StoredEntry?> ReadAsync(byte[] key)
    {
        if (_mayGuess && Life.Cache.TryGuess(key, out var guess))
        {
            (_guesses ??= []).Add((key, guess.Version));
            return guess;
        }

        var stored = await _reader.GetAsync(key);
        if (stored is { } entry)
        {
            Life.Cache.Read(entry);
        }

        return stored;
    }

    private async ValueTask<bool> HasGuessedRightAsync()
    {
        foreach (var (key, version) in _guesses ?? [])
        {
            if ((await _reader.GetAsync(key))?.Version != version)
            {
                Life.Cache.Doubt([key]);
                return false;
            }
        }

        return true;
    }

    private async ValueTask EndAsync(long sequence)
    {
        _sequence = sequence;
        if (_claims is not null)
        {
            await _claims.ReleaseAsync(key => sequence != 0 && (_writes.Find(key) is not null || _writes.IsRemoved(key)));
        }

        // A stamp that someone keeps keeps this object.
        _writes.Clear();
        _gets.Clear();
        _ranges.Clear();
        _claims = null;
        foreach (var fill in _fills ?? [])
        {
            fill();
        }

        _fills = null;
    }

    private void CheckWrite(byte[] key, int valueBytes)
    {
        ThrowIfEnded();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, Store.KeyBytesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valueBytes, Store.ValueBytesMax);
    }

    private void CountRead()
    {
        if (_gets.Count + _ranges.Count >= Store.TransactionOperationsMax)
        {
            throw new InvalidOperationException($"A transaction reads at most {Store.TransactionOperationsMax} keys and ranges.");
        }
    }

    private void ThrowIfEnded()
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("The transaction has ended.");
        }
    }
}
