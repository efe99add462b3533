using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Unkai.Api.Sqs;

namespace Unkai.Sqs.Sending;

/// <summary>The MD5 of message attributes, which clients compute too.</summary>
/// <remarks>
/// In the order of their names: length (4, big-endian) and UTF-8 of the name, the same of the type, 1 for text or 2 for bytes, length and value.
/// Source: SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
/// </remarks>
internal static class AttributesDigest
{
    private const byte TextTransport = 1;
    private const byte BytesTransport = 2;

    /// <returns>Lower-case hexadecimal; null when there are no attributes.</returns>
    internal static string? Of(IEnumerable<KeyValuePair<string, MessageAttributeValue>>? attributes) =>
        attributes is null ? null : Of(attributes.Select(pair => (pair.Key, pair.Value.DataType, pair.Value.StringValue, pair.Value.BinaryValue)));

    /// <inheritdoc cref="Of(IEnumerable{KeyValuePair{string,MessageAttributeValue}})"/>
    internal static string? Of(Dictionary<string, MessageSystemAttributeValue>? attributes) =>
        attributes is null ? null : Of(attributes.Select(pair => (pair.Key, pair.Value.DataType, pair.Value.StringValue, pair.Value.BinaryValue)));

    private static string? Of(IEnumerable<(string Name, string? Type, string? Text, ReadOnlyMemory<byte>? Bytes)> attributes)
    {
        var sorted = attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal).ToList();
        if (sorted.Count == 0)
        {
            return null;
        }

#pragma warning disable CA5351 // SQS answers with MD5, and its clients check it.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        foreach (var (name, type, text, bytes) in sorted)
        {
            Append(md5, Encoding.UTF8.GetBytes(name));
            Append(md5, Encoding.UTF8.GetBytes(type ?? ""));
            md5.AppendData([bytes is null ? TextTransport : BytesTransport]);
            Append(md5, bytes is { } binary ? binary.Span : Encoding.UTF8.GetBytes(text ?? ""));
        }

        return Convert.ToHexStringLower(md5.GetHashAndReset());
    }

    private static void Append(IncrementalHash md5, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        md5.AppendData(length);
        md5.AppendData(part);
    }
}
