using System.Buffers.Binary;

namespace Unkai.Storage;

/// <summary>The writes of one transaction so far: by key, at most one a key; ranges removed before them; appends.</summary>
internal sealed class WriteSet
{
    private readonly List<PendingWrite> _writes = [];
    private readonly List<KeyRange> _removed = [];
    private readonly List<(byte[] Prefix, byte[] Value)> _appends = [];
    private long _bytes;

    internal bool IsEmpty => _writes.Count == 0 && _removed.Count == 0 && _appends.Count == 0;

    /// <summary>The size of keys and values so far, in bytes.</summary>
    internal long Bytes => _bytes;

    internal IReadOnlyList<PendingWrite> Writes => _writes;

    internal IReadOnlyList<KeyRange> Removed => _removed;

    internal IReadOnlyList<(byte[] Prefix, byte[] Value)> Appends => _appends;

    internal void Put(byte[] key, byte[] value, int stampOffset = -1, ushort stampOrder = 0)
    {
        Count(key.Length + value.Length);
        Set(new PendingWrite(key, value, null, stampOffset, stampOrder));
    }

    internal void Delete(byte[] key)
    {
        Count(key.Length);
        Set(new PendingWrite(key, null, null));
    }

    internal void DeleteRange(KeyRange range)
    {
        Count(range.Start.Length + (range.End?.Length ?? 0));
        var from = Position(range.Start);
        var to = range.End is null ? _writes.Count : Position(range.End);
        if (to > from)
        {
            _writes.RemoveRange(from, to - from);
        }

        _removed.Add(range);
    }

    internal void Add(byte[] key, long delta)
    {
        Count(key.Length + sizeof(long));
        if (Find(key) is { } write)
        {
            Set(write switch
            {
                { Delta: { } before } => new PendingWrite(key, null, checked(before + delta)),
                _ => new PendingWrite(key, Sum(write.Value, delta), null),
            });
        }
        else if (IsRemoved(key))
        {
            Set(new PendingWrite(key, Sum(null, delta), null));
        }
        else
        {
            Set(new PendingWrite(key, null, delta));
        }
    }

    internal ushort Append(byte[] prefix, byte[] value)
    {
        Count(prefix.Length + CommitStamp.SizeBytes + value.Length);
        if (_appends.Count > CommitStamp.OrderMax)
        {
            throw new InvalidOperationException($"A transaction appends at most {CommitStamp.OrderMax + 1} entries.");
        }

        _appends.Add((prefix, value));
        return (ushort)(_appends.Count - 1);
    }

    internal void Clear()
    {
        _writes.Clear();
        _removed.Clear();
        _appends.Clear();
        _bytes = 0;
    }

    internal PendingWrite? Find(byte[] key)
    {
        var position = Position(key);
        return position < _writes.Count && _writes[position].Key.AsSpan().SequenceEqual(key) ? _writes[position] : null;
    }

    internal bool IsRemoved(ReadOnlySpan<byte> key)
    {
        foreach (var range in _removed)
        {
            if (range.Contains(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The place of the first write at or after a key.</summary>
    internal int Position(ReadOnlySpan<byte> key)
    {
        var low = 0;
        var high = _writes.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_writes[middle].Key.AsSpan().SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The sum that an addition makes.</summary>
    /// <exception cref="InvalidOperationException">The value is no number, or the sum overflows.</exception>
    internal static byte[] Sum(byte[]? value, long delta)
    {
        if (value is not null && value.Length != sizeof(long))
        {
            throw new InvalidOperationException($"Add found a value of {value.Length} bytes where a number of 8 belongs.");
        }

        var sum = new byte[sizeof(long)];
        try
        {
            BinaryPrimitives.WriteInt64LittleEndian(sum, checked((value is null ? 0 : BinaryPrimitives.ReadInt64LittleEndian(value)) + delta));
        }
        catch (OverflowException overflow)
        {
            throw new InvalidOperationException("Add overflowed 64 bits.", overflow);
        }

        return sum;
    }

    private void Set(PendingWrite write)
    {
        var position = Position(write.Key);
        if (position < _writes.Count && _writes[position].Key.AsSpan().SequenceEqual(write.Key))
        {
            _writes[position] = write;
        }
        else
        {
            _writes.Insert(position, write);
        }
    }

    private void Count(int bytes)
    {
        _bytes += bytes;
        if (_bytes > Store.TransactionBytesMax || _writes.Count + _removed.Count + _appends.Count >= Store.TransactionOperationsMax)
        {
            throw new InvalidOperationException(
                $"A transaction writes at most {Store.TransactionOperationsMax} keys and {Store.TransactionBytesMax} bytes; split the work.");
        }
    }
}
