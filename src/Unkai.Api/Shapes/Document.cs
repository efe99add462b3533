using System.Text.Json;

namespace Unkai.Api;

/// <summary>A JSON value without a model, as its UTF-8 text.</summary>
/// <param name="Utf8">Well-formed JSON.</param>
public sealed record Document(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Reads text; null when it is not JSON.</summary>
    public static Document? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
            }

            return new Document(utf8.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value as a tree.</summary>
    public JsonElement ToElement()
    {
        var reader = new Utf8JsonReader(Utf8.Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Same text, same document.</summary>
    public bool Equals(Document? other) => other is not null && Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }
}
