using System.Diagnostics.CodeAnalysis;
using Unkai.Storage.Embedded;

namespace Unkai.Storage.Postgres;

internal sealed class PostgresTransaction : BufferedTransaction
{
    private readonly PostgresStore _store;
    private readonly SnapshotReader _reader;
    private readonly List<(byte[] Key, long Version)> _gets = [];
    private readonly List<(KeyRange Range, int Count)> _ranges = [];
    private readonly bool _mayGuess;
    private List<(byte[] Key, long Version)>? _guesses;
    private Claims? _claims;
    private List<EmbeddedWatch>? _watches;
    private bool _hasEnded;

    internal PostgresTransaction(PostgresStore store, PostgresWorld world, bool mayGuess)
    {
        _mayGuess = mayGuess;
        _store = store;
        Node = store.Lease.Node;
        _reader = new SnapshotReader(store, world);
    }

    public override WorldName World => _reader.World.Name;

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
        var write = Writes.IsEmpty ? null : Writes.Find(key);
        if (write is { Delta: null } known)
        {
            return Memory(known.Value);
        }

        if (write is null && !Writes.IsEmpty && Writes.IsRemoved(key))
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
            if (WrittenOver.Range(stored, isWhole, Writes, range, limit, reverse) is { } entries)
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
        var claimed = await _claims.TakeAsync(range, max, _reader.Sequence, key => Writes.Find(key) is not null || Writes.IsRemoved(key));
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

    /// <summary>Commits a run whose body has ended.</summary>
    internal async ValueTask<Submission.Fate> CommitAsync()
    {
        _hasEnded = true;
        if (Writes.IsEmpty && !await HasGuessedRightAsync())
        {
            return Submission.Fate.Conflict;
        }

        _reader.Release();
        if (Writes.IsEmpty)
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
            Writes = Writes,
        });
        if (outcome.Fate == Submission.Fate.Committed)
        {
            Life.Cache.Written(Writes);
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

    protected override void ThrowIfEnded()
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("The transaction has ended.");
        }
    }

    [SuppressMessage("Style", "IDE0301", Justification = "A bare null would become an empty memory, by way of byte[].")]
    private static ReadOnlyMemory<byte>? Memory(byte[]? value) => value is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(value);

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
        TakePlace((ulong)sequence);
        if (_claims is not null)
        {
            await _claims.ReleaseAsync(key => sequence != 0 && (Writes.Find(key) is not null || Writes.IsRemoved(key)));
        }

        // A stamp that someone keeps keeps this object.
        Writes.Clear();
        _gets.Clear();
        _ranges.Clear();
        _claims = null;
        FillReplies();
    }

    private void CountRead()
    {
        if (_gets.Count + _ranges.Count >= Store.TransactionOperationsMax)
        {
            throw new InvalidOperationException($"A transaction reads at most {Store.TransactionOperationsMax} keys and ranges.");
        }
    }
}
