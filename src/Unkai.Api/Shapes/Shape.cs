using System.Numerics;
using System.Runtime.CompilerServices;
using Unkai.Api.Contracts;

namespace Unkai.Api;

/// <summary>A request, a response, or a part of one: members in numbered slots. Not safe for concurrent writes.</summary>
/// <remarks>
/// Memory follows what is set, not what the contract knows: a 128-bit map says which slots are set, and the values of those stand packed
/// in one array in the order of their slots (a value's place is the number of set bits before its own). S3's PutObject has 45 members
/// of which a request sets five: 40 bytes and an array of eight slots.
/// </remarks>
public abstract class Shape
{
    /// <summary>The greatest number of members a structure may have.</summary>
    public const int MaxMembers = 128;

    private const int FirstCapacity = 4;

    private ulong _low;
    private ulong _high;
    private ShapeValue[] _slots = [];

    /// <summary>The table that drives codecs, validation and everything else that walks over members.</summary>
    public abstract StructureContract Contract { get; }

    /// <summary>The elements of the lists that XML interleaves, in its order; null where each list follows the one before. The contract says which lists these are.</summary>
    public virtual IReadOnlyList<Shape>? Interleaved
    {
        get => null;
        set => throw new InvalidOperationException($"{Contract.Name} has no interleaved lists.");
    }

    /// <summary>Whether no member is set.</summary>
    public bool IsEmpty => (_low | _high) == 0;

    /// <summary>Whether the member is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(int slot) => slot < 64 ? (_low >> slot & 1) != 0 : (_high >> (slot - 64) & 1) != 0;

    /// <summary>The first set slot at or after <paramref name="slot"/>; -1 when there is none.</summary>
    public int NextSet(int slot)
    {
        if (slot < 64)
        {
            var rest = _low >> slot << slot;
            if (rest != 0)
            {
                return BitOperations.TrailingZeroCount(rest);
            }

            slot = 64;
        }

        if (slot >= MaxMembers)
        {
            return -1;
        }

        var high = _high >> (slot - 64) << (slot - 64);
        return high == 0 ? -1 : 64 + BitOperations.TrailingZeroCount(high);
    }

    /// <summary>Unsets the member.</summary>
    public void Clear(int slot)
    {
        if (!Has(slot))
        {
            return;
        }

        var at = Rank(slot);
        var count = BitOperations.PopCount(_low) + BitOperations.PopCount(_high);
        Array.Copy(_slots, at + 1, _slots, at, count - at - 1);
        _slots[count - 1] = default;
        if (slot < 64)
        {
            _low &= ~(1UL << slot);
        }
        else
        {
            _high &= ~(1UL << (slot - 64));
        }
    }

    /// <summary>The value of a slot that is set.</summary>
    public ShapeValue GetValue(int slot) => _slots[Rank(slot)];

    /// <summary>Sets a value of the member's kind.</summary>
    public void SetValue(int slot, in ShapeValue value) => Place(slot) = value;

    /// <summary>A string, list, map, structure, payload, document or event stream; null when unset.</summary>
    public object? GetReference(int slot)
    {
        if (!Has(slot))
        {
            return null;
        }

        ref var place = ref _slots[Rank(slot)];
        if (place.Reference is DeferredValue deferred)
        {
            place = ShapeValue.Of(deferred.Make());
        }

        return place.Reference;
    }

    /// <summary>Sets a string, list, map, structure, payload, document or event stream; null unsets it.</summary>
    public void SetReference(int slot, object? value)
    {
        if (value is null)
        {
            Clear(slot);
        }
        else
        {
            Place(slot) = ShapeValue.Of(value);
        }
    }

    /// <summary>A string; null when unset.</summary>
    public string? GetString(int slot) => Has(slot) ? _slots[Rank(slot)].String : null;

    /// <summary>Sets a string; null unsets it.</summary>
    public void SetString(int slot, string? value) => SetReference(slot, value);

    /// <summary>A boolean; null when unset.</summary>
    public bool? GetBoolean(int slot) => Has(slot) ? _slots[Rank(slot)].Boolean : null;

    /// <summary>Sets a boolean; null unsets it.</summary>
    public void SetBoolean(int slot, bool? value)
    {
        if (value is { } some)
        {
            Place(slot) = ShapeValue.Of(some);
        }
        else
        {
            Clear(slot);
        }
    }

    /// <summary>A 32-bit integer; null when unset.</summary>
    public int? GetInt32(int slot) => Has(slot) ? (int)_slots[Rank(slot)].Bits : null;

    /// <summary>Sets a 32-bit integer; null unsets it.</summary>
    public void SetInt32(int slot, int? value)
    {
        if (value is { } some)
        {
            Place(slot) = ShapeValue.Of(some);
        }
        else
        {
            Clear(slot);
        }
    }

    /// <summary>A 64-bit integer; null when unset.</summary>
    public long? GetInt64(int slot) => Has(slot) ? _slots[Rank(slot)].Bits : null;

    /// <summary>Sets a 64-bit integer; null unsets it.</summary>
    public void SetInt64(int slot, long? value)
    {
        if (value is { } some)
        {
            Place(slot) = ShapeValue.Of(some);
        }
        else
        {
            Clear(slot);
        }
    }

    /// <summary>A single-precision number; null when unset.</summary>
    public float? GetSingle(int slot) => Has(slot) ? _slots[Rank(slot)].Single : null;

    /// <summary>Sets a single-precision number; null unsets it.</summary>
    public void SetSingle(int slot, float? value)
    {
        if (value is { } some)
        {
            Place(slot) = ShapeValue.Of(some);
        }
        else
        {
            Clear(slot);
        }
    }

    /// <summary>A double-precision number; null when unset.</summary>
    public double? GetDouble(int slot) => Has(slot) ? _slots[Rank(slot)].Double : null;

    /// <summary>Sets a double-precision number; null unsets it.</summary>
    public void SetDouble(int slot, double? value)
    {
        if (value is { } some)
        {
            Place(slot) = ShapeValue.Of(some);
        }
        else
        {
            Clear(slot);
        }
    }

    /// <summary>A point in time, in UTC; null when unset.</summary>
    public DateTimeOffset? GetTimestamp(int slot) => Has(slot) ? _slots[Rank(slot)].Timestamp : null;

    /// <summary>Sets a point in time, in UTC; null unsets it.</summary>
    public void SetTimestamp(int slot, DateTimeOffset? value)
    {
        if (value is { } some)
        {
            Place(slot) = ShapeValue.Of(some);
        }
        else
        {
            Clear(slot);
        }
    }

    /// <summary>A run of bytes; null when unset.</summary>
    public ReadOnlyMemory<byte>? GetBlob(int slot) =>
        Has(slot) ? _slots[Rank(slot)].Blob : default(ReadOnlyMemory<byte>?); // A bare null here would become an empty memory.

    /// <summary>Sets a run of bytes; null unsets it.</summary>
    public void SetBlob(int slot, ReadOnlyMemory<byte>? value)
    {
        if (value is { } some)
        {
            Place(slot) = ShapeValue.Of(some);
        }
        else
        {
            Clear(slot);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Rank(int slot) => slot < 64
        ? BitOperations.PopCount(_low & ((1UL << slot) - 1))
        : BitOperations.PopCount(_low) + BitOperations.PopCount(_high & ((1UL << (slot - 64)) - 1));

    /// <summary>The slot's place, made if there was none.</summary>
    private ref ShapeValue Place(int slot)
    {
        var at = Rank(slot);
        if (Has(slot))
        {
            return ref _slots[at];
        }

        var count = BitOperations.PopCount(_low) + BitOperations.PopCount(_high);
        if (count == _slots.Length)
        {
            Array.Resize(ref _slots, count == 0 ? Math.Min(FirstCapacity, Contract.Members.Length) : Math.Min(count * 2, Contract.Members.Length));
        }

        if (at < count)
        {
            Array.Copy(_slots, at, _slots, at + 1, count - at);
        }

        _slots[at] = default;
        if (slot < 64)
        {
            _low |= 1UL << slot;
        }
        else
        {
            _high |= 1UL << (slot - 64);
        }

        return ref _slots[at];
    }
}
