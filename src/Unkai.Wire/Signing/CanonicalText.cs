using System.Buffers;
using System.Text;

namespace Unkai.Wire.Signing;

/// <summary>A growing run of bytes in a pooled array, for the texts that signatures are computed over.</summary>
internal sealed class CanonicalText : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    internal void Clear() => Length = 0;

    internal void Append(byte value)
    {
        Reserve(1);
        _buffer[Length++] = value;
    }

    internal void Append(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(Length));
        Length += value.Length;
    }

    internal void Append(ReadOnlySpan<char> value)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        Length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length));
    }

    internal void AppendHex(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length * 2);
        Convert.TryToHexStringLower(value, _buffer.AsSpan(Length), out var written);
        Length += written;
    }

    private void Reserve(int more)
    {
        if (Length + more <= _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
