using System.Collections.Concurrent;

namespace Unkai.Storage.Postgres;

/// <summary>Values that are read again and again and hardly change, such as a queue's record. A transaction may guess that they are still so, which saves it a round trip.</summary>
/// <remarks>
/// A guess is never an answer: a commit checks the version of all that was read, guessed or not, and a run that writes nothing looks its guesses up before it
/// ends. A key that was guessed wrongly must be read the same more often before it is guessed again.
/// </remarks>
internal sealed class ReadCache
{
    private const int EntriesMax = 4000;
    private const int ValueBytesMax = 4096;
    private const int ReadsBefore = 2;
    private const int ReadsBeforeMax = 1 << 16;

    private readonly ConcurrentDictionary<byte[], Item> _items = new(KeyComparer.Instance);

    internal bool TryGuess(byte[] key, out StoredEntry entry)
    {
        if (_items.TryGetValue(key, out var item) && item.Known is { } known)
        {
            entry = known;
            return true;
        }

        entry = default;
        return false;
    }

    /// <summary>Says what was read.</summary>
    internal void Read(StoredEntry entry)
    {
        if (entry.Value.Length > ValueBytesMax)
        {
            return;
        }

        if (_items.Count > EntriesMax)
        {
            _items.Clear();
        }

        var item = _items.GetOrAdd(entry.Key, static _ => new Item());
        if (item.Version != entry.Version)
        {
            item.Version = entry.Version;
            item.Reads = 1;
            item.Known = null;
        }
        else if (++item.Reads >= item.ReadsBefore)
        {
            item.Known = entry;
        }
    }

    /// <summary>Says what this process has written: that is no longer guessed.</summary>
    internal void Written(WriteSet writes)
    {
        if (_items.IsEmpty)
        {
            return;
        }

        foreach (var write in writes.Writes)
        {
            _items.TryRemove(write.Key, out _);
        }

        if (writes.Removed.Count > 0)
        {
            foreach (var key in _items.Keys.Where(key => writes.IsRemoved(key)))
            {
                _items.TryRemove(key, out _);
            }
        }
    }

    /// <summary>Says that a transaction that guessed these met a conflict.</summary>
    internal void Doubt(IEnumerable<byte[]> keys)
    {
        foreach (var key in keys)
        {
            if (_items.TryGetValue(key, out var item))
            {
                item.Known = null;
                item.Reads = 0;
                item.ReadsBefore = Math.Min(item.ReadsBefore * 4, ReadsBeforeMax);
            }
        }
    }

    /// <summary>Written by several threads without care: a lost count costs a read, and a guess is checked.</summary>
    private sealed class Item
    {
        private volatile Boxed? _known;

        internal long Version { get; set; }

        internal int Reads { get; set; }

        internal int ReadsBefore { get; set; } = ReadCache.ReadsBefore;

        internal StoredEntry? Known
        {
            get => _known?.Entry;
            set => _known = value is { } entry ? new Boxed(entry) : null;
        }

        private sealed record Boxed(StoredEntry Entry);
    }
}
