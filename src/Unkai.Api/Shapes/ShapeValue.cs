using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unkai.Api;

/// <summary>
/// One value of any kind, 16 bytes, never boxed: a reference, or the bits of a number; bytes use both (the array, and offset with length).
/// Its kind is not in it: the contract's member knows.
/// </summary>
public readonly struct ShapeValue
{
    private ShapeValue(object? reference, long bits)
    {
        Reference = reference;
        Bits = bits;
    }

    /// <summary>The string, list, map, structure, payload, document or event stream.</summary>
    public object? Reference { get; }

    /// <summary>The number's bits.</summary>
    public long Bits { get; }

#pragma warning disable CA1720 // Named as the types are.
    /// <summary>The string.</summary>
    public string String => Unsafe.As<string>(Reference!);

    /// <summary>The boolean.</summary>
    public bool Boolean => Bits != 0;

    /// <summary>The single-precision number.</summary>
    public float Single => BitConverter.Int32BitsToSingle((int)Bits);

    /// <summary>The double-precision number.</summary>
    public double Double => BitConverter.Int64BitsToDouble(Bits);
#pragma warning restore CA1720

    /// <summary>The point in time.</summary>
    public DateTimeOffset Timestamp => new(Bits, TimeSpan.Zero);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Blob => new(Unsafe.As<byte[]>(Reference), (int)(Bits >> 32), (int)Bits);

    /// <summary>A string, list, map, structure, payload, document or event stream.</summary>
    public static ShapeValue Of(object reference) => new(reference, 0);

    /// <summary>A boolean.</summary>
    public static ShapeValue Of(bool value) => new(null, value ? 1 : 0);

    /// <summary>An integer of 32 or 64 bits.</summary>
    public static ShapeValue Of(long value) => new(null, value);

    /// <summary>A single-precision number.</summary>
    public static ShapeValue Of(float value) => new(null, BitConverter.SingleToInt32Bits(value));

    /// <summary>A double-precision number.</summary>
    public static ShapeValue Of(double value) => new(null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A point in time; its offset is not kept.</summary>
    public static ShapeValue Of(DateTimeOffset value) => new(null, value.UtcTicks);

    /// <summary>Bytes, which are not copied when an array holds them.</summary>
    public static ShapeValue Of(ReadOnlyMemory<byte> value)
    {
        if (!MemoryMarshal.TryGetArray(value, out var segment))
        {
            segment = new ArraySegment<byte>(value.ToArray());
        }

        return new(segment.Array ?? [], ((long)segment.Offset << 32) | (uint)segment.Count);
    }
}
