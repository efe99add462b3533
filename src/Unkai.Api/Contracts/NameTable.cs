using System.Collections.Immutable;

namespace Unkai.Api.Contracts;

/// <summary>UTF-8 names to slots: open addressing, at most half full.</summary>
internal sealed class NameTable
{
    private readonly byte[][] _names;
    private readonly short[] _slots;

    private NameTable(byte[][] names)
    {
        _names = names;
        var size = 4;
        while (size < names.Length * 2)
        {
            size *= 2;
        }

        _slots = new short[size];
        _slots.AsSpan().Fill(-1);
        for (var i = 0; i < names.Length; i++)
        {
            var at = (int)Hash(names[i]) & (size - 1);
            while (_slots[at] >= 0)
            {
                at = (at + 1) & (size - 1);
            }

            _slots[at] = (short)i;
        }
    }

    public static NameTable Of(ImmutableArray<MemberContract> members, Func<MemberContract, byte[]> name) =>
        new([.. members.Select(name)]);

    /// <returns>-1 when there is no such name.</returns>
    public int Find(ReadOnlySpan<byte> name)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)Hash(name) & mask; ; at = (at + 1) & mask)
        {
            var slot = _slots[at];
            if (slot < 0 || name.SequenceEqual(_names[slot]))
            {
                return slot;
            }
        }
    }

    // The names are the contract's: nobody outside can choose colliding ones, only look them up.
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }
}
