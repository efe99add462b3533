namespace Unkai.Compute;

/// <summary>The last 4,096 bytes of an invocation's log. Source: Lambda API reference, Invoke, LogType.</summary>
internal sealed class LogTail
{
    public const int BytesMax = 4096;

    private readonly byte[] _ring = new byte[BytesMax];
    private long _written;

    public void Clear() => _written = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BytesMax)
        {
            _written += bytes.Length - BytesMax;
            bytes = bytes[^BytesMax..];
        }

        var at = (int)(_written % BytesMax);
        var first = Math.Min(bytes.Length, BytesMax - at);
        bytes[..first].CopyTo(_ring.AsSpan(at));
        bytes[first..].CopyTo(_ring);
        _written += bytes.Length;
    }

    public byte[] ToArray()
    {
        if (_written <= BytesMax)
        {
            return _ring[..(int)_written];
        }

        var at = (int)(_written % BytesMax);
        return [.. _ring.AsSpan(at), .. _ring.AsSpan(0, at)];
    }
}
