using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unkai.Compute.DotNetBootstrap;

/// <summary>Streams as they are; everything else by System.Text.Json as Lambda's default serializer sets it.</summary>
internal sealed class JsonEventSerializer : IEventSerializer
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public object? Read(byte[] payload, Type type) =>
        typeof(Stream).IsAssignableFrom(type)
            ? new MemoryStream(payload, writable: false)
            : JsonSerializer.Deserialize(payload, type, s_options);

    public ReadOnlyMemory<byte> Write(object? value, Type type) => value switch
    {
        Stream stream => Streams.ToMemory(stream),
        null => "null"u8.ToArray(),
        _ => JsonSerializer.SerializeToUtf8Bytes(value, type == typeof(object) ? value.GetType() : type, s_options),
    };
}
