using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Unkai.Storage.Embedded;

/// <summary>The watches of a world. A write is compared with each by its first eight bytes, then in full.</summary>
internal sealed class WatchList
{
    /// <summary>The most watches a world holds; one more fires at once, so that its holder polls.</summary>
    internal const int WatchesMax = 100_000;

    private readonly Lock _gate = new();
    private readonly List<Slot> _slots = [];
    private volatile int _count;

    internal EmbeddedWatch Add(KeyRange range, ulong since)
    {
        var watch = new EmbeddedWatch(this, range, since);
        lock (_gate)
        {
            if (_slots.Count == WatchesMax)
            {
                watch.Fire();
                return watch;
            }

            watch.Place = _slots.Count;
            _slots.Add(new Slot(Head(range.Start), range.End is null ? ulong.MaxValue : Head(range.End), watch));
            _count = _slots.Count;
        }

        return watch;
    }

    internal void Remove(EmbeddedWatch watch)
    {
        lock (_gate)
        {
            RemoveLocked(watch);
        }
    }

    internal void Fire(in CommitRecord commit)
    {
        if (_count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var write in commit.Writes)
            {
                FireLocked(write.Key, commit.State.Sequence);
            }

            foreach (var removed in commit.Removed)
            {
                FireLocked(removed, commit.State.Sequence);
            }
        }
    }

    /// <summary>Fires what watches any key of a range and has not seen the commit.</summary>
    internal void Fire(KeyRange range, ulong sequence)
    {
        if (_count > 0)
        {
            lock (_gate)
            {
                FireLocked(range, sequence);
            }
        }
    }

    internal void FireReleased(byte[] key)
    {
        if (_count > 0)
        {
            lock (_gate)
            {
                FireLocked(key, ulong.MaxValue);
            }
        }
    }

    internal void FireAll()
    {
        lock (_gate)
        {
            FireLocked(KeyRange.All, ulong.MaxValue);
        }
    }

    private static ulong Head(ReadOnlySpan<byte> key)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        key[..Math.Min(key.Length, head.Length)].CopyTo(head);
        return BinaryPrimitives.ReadUInt64BigEndian(head);
    }

    private void FireLocked(byte[] key, ulong sequence)
    {
        var head = Head(key);
        for (var i = _slots.Count - 1; i >= 0; i--)
        {
            ref var slot = ref CollectionsMarshal.AsSpan(_slots)[i];
            if (slot.Start <= head && head <= slot.End && sequence > slot.Watch.Since && slot.Watch.Range.Contains(key))
            {
                FireLocked(slot.Watch);
            }
        }
    }

    private void FireLocked(KeyRange range, ulong sequence)
    {
        for (var i = _slots.Count - 1; i >= 0; i--)
        {
            var watch = _slots[i].Watch;
            if (sequence > watch.Since && !watch.Range.Intersect(range).IsEmpty)
            {
                FireLocked(watch);
            }
        }
    }

    private void FireLocked(EmbeddedWatch watch)
    {
        RemoveLocked(watch);
        watch.Fire();
    }

    private void RemoveLocked(EmbeddedWatch watch)
    {
        if (watch.Place < 0)
        {
            return;
        }

        var last = _slots[^1];
        _slots[watch.Place] = last;
        last.Watch.Place = watch.Place;
        _slots.RemoveAt(_slots.Count - 1);
        watch.Place = -1;
        _count = _slots.Count;
    }

    private readonly record struct Slot(ulong Start, ulong End, EmbeddedWatch Watch);
}
