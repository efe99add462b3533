using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unkai.Storage;

/// <summary>Reads each array of bytes that the store holds once: for records that many calls read and few write, such as a queue's or a bucket's.</summary>
/// <remarks>The embedded engine hands out the same array until the row is written again; what was read ends with the array. Records must not be changed in place.</remarks>
/// <typeparam name="T">The value.</typeparam>
/// <param name="inner">How the bytes are read and written.</param>
public sealed class KeptValueCodec<T>(IValueCodec<T> inner) : IValueCodec<T>
    where T : class
{
    private readonly ConditionalWeakTable<byte[], T> _read = [];

    /// <inheritdoc/>
    public void Write(T value, IBufferWriter<byte> target) => inner.Write(value, target);

    /// <inheritdoc/>
    public T Read(ReadOnlyMemory<byte> source)
    {
        if (!MemoryMarshal.TryGetArray(source, out var segment) || segment.Count != segment.Array!.Length)
        {
            return inner.Read(source);
        }

        if (!_read.TryGetValue(segment.Array, out var value))
        {
            value = inner.Read(source);
            _read.AddOrUpdate(segment.Array, value);
        }

        return value;
    }
}
