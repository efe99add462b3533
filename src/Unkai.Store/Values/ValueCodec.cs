using System.Buffers;
using System.Text;

namespace Unkai.Storage;

/// <summary>Value codecs without a record around them.</summary>
public static class ValueCodec
{
    /// <summary>Bytes as they are.</summary>
    public static IValueCodec<byte[]> Bytes { get; } = new BytesCodec();

    /// <summary>Text in UTF-8.</summary>
    public static IValueCodec<string> Text { get; } = new TextCodec();

    /// <summary>A table whose rows are only keys; the value is always the same object.</summary>
    public static IValueCodec<object> None { get; } = new NoneCodec();

    private sealed class BytesCodec : IValueCodec<byte[]>
    {
        public void Write(byte[] value, IBufferWriter<byte> target) => target.Write(value);

        public byte[] Read(ReadOnlyMemory<byte> source) => source.ToArray();
    }

    private sealed class TextCodec : IValueCodec<string>
    {
        public void Write(string value, IBufferWriter<byte> target) => Encoding.UTF8.GetBytes(value, target);

        public string Read(ReadOnlyMemory<byte> source) => Encoding.UTF8.GetString(source.Span);
    }

    private sealed class NoneCodec : IValueCodec<object>
    {
        private static readonly object s_present = new();

        public void Write(object value, IBufferWriter<byte> target)
        {
        }

        public object Read(ReadOnlyMemory<byte> source) => s_present;
    }
}
