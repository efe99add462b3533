using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Unkai.Storage;

/// <summary>Values as a version byte (1) and JSON, by System.Text.Json's source generation. Members may be added; a removed one is passed over.</summary>
/// <remarks>For what is not hot; about a microsecond a small record.</remarks>
public sealed class JsonValueCodec<T>(JsonTypeInfo<T> type) : IValueCodec<T>
{
    private const byte Version = 1;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    /// <inheritdoc/>
    public void Write(T value, IBufferWriter<byte> target)
    {
        target.GetSpan(1)[0] = Version;
        target.Advance(1);
        var writer = t_writer ??= new Utf8JsonWriter(target, new JsonWriterOptions { SkipValidation = true });
        writer.Reset(target);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        writer.Reset(Stream.Null);
    }

    /// <inheritdoc/>
    public T Read(ReadOnlyMemory<byte> source) =>
        source.Length > 1 && source.Span[0] == Version
            ? JsonSerializer.Deserialize(source.Span[1..], type) ?? throw new StoreCorruptException($"A record of {typeof(T).Name} is null.")
            : throw new StoreCorruptException($"A record of {typeof(T).Name} is of a version that this Unkai does not know.");
}
