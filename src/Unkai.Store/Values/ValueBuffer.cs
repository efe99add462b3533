using System.Buffers;

namespace Unkai.Storage;

/// <summary>A buffer a thread in which values take shape before they are copied out at their exact size.</summary>
internal static class ValueBuffer
{
    /// <summary>A larger buffer is not kept.</summary>
    private const int KeptBytesMax = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    internal static byte[] Encode<T>(IValueCodec<T> codec, T value)
    {
        var buffer = t_buffer ?? new ArrayBufferWriter<byte>(1024);
        t_buffer = null;
        buffer.ResetWrittenCount();
        codec.Write(value, buffer);
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= KeptBytesMax)
        {
            t_buffer = buffer;
        }

        return bytes;
    }
}
