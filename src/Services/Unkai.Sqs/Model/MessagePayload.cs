using System.Buffers;
using Unkai.Api.Sqs;
using Unkai.Storage;

namespace Unkai.Sqs.Model;

/// <summary>What a sender sent. Fields: 1 body, 2 its MD5, 3 sender, 4 group, 5 deduplication id, 6 trace header, 7 an attribute (several), 9 dead-letter source.</summary>
/// <remarks>An attribute is a record of its own: 1 name, 2 type, 3 text, 4 bytes. Of a field that is there twice the later counts, an empty 9 says none.</remarks>
internal sealed class MessagePayload
{
    public string Body { get; private set; } = "";

    public ReadOnlyMemory<byte> BodyMd5 { get; private set; }

    public string SenderId { get; private set; } = "";

    public string? GroupId { get; private set; }

    public string? DeduplicationId { get; private set; }

    public string? TraceHeader { get; private set; }

    public string? DeadLetterSource { get; private set; }

    public List<KeyValuePair<string, MessageAttributeValue>>? Attributes { get; private set; }

    internal static MessagePayload Read(ReadOnlyMemory<byte> source, ReadOnlyMemory<byte> added)
    {
        var payload = new MessagePayload();
        payload.Take(source);
        payload.Take(added);
        return payload;
    }

    internal static void Write(IBufferWriter<byte> target, ReadOnlySpan<byte> body, ReadOnlySpan<byte> bodyMd5, string senderId, string? groupId, string? deduplicationId, string? traceHeader, IReadOnlyDictionary<string, MessageAttributeValue>? attributes)
    {
        var writer = new FieldWriter(target);
        writer.Bytes(1, body);
        writer.Bytes(2, bodyMd5);
        writer.Text(3, senderId);
        writer.Text(4, groupId);
        writer.Text(5, deduplicationId);
        writer.Text(6, traceHeader);
        if (attributes is not null)
        {
            var buffer = new ArrayBufferWriter<byte>();
            foreach (var (name, value) in attributes)
            {
                buffer.ResetWrittenCount();
                WriteAttribute(buffer, name, value);
                writer.Bytes(7, buffer.WrittenSpan);
            }
        }
    }

    /// <summary>The payload with the queue that a message left for its dead-letter queue; empty: it has left none.</summary>
    internal static ReadOnlyMemory<byte> WithDeadLetterSource(ReadOnlyMemory<byte> payload, string source) => With(payload, 9, source);

    /// <summary>The payload with the deduplication id that its content gave.</summary>
    internal static ReadOnlyMemory<byte> WithDeduplicationId(ReadOnlyMemory<byte> payload, string id) => With(payload, 5, id);

    private static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> payload, int field, string text)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length + text.Length + 8);
        var writer = new FieldWriter(buffer);
        if (!payload.IsEmpty)
        {
            // Both begin with the same version.
            buffer.Write(payload.Span[1..]);
        }

        writer.Text(field, text);
        return buffer.WrittenMemory;
    }

    private static void WriteAttribute(ArrayBufferWriter<byte> buffer, string name, MessageAttributeValue value)
    {
        var writer = new FieldWriter(buffer);
        writer.Text(1, name);
        writer.Text(2, value.DataType);
        writer.Text(3, value.StringValue);
        if (value.BinaryValue is { } bytes)
        {
            writer.Bytes(4, bytes.Span);
        }
    }

    private static KeyValuePair<string, MessageAttributeValue> ReadAttribute(ReadOnlyMemory<byte> source)
    {
        var name = "";
        var value = new MessageAttributeValue();
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.Text(); break;
                case 2: value.DataType = reader.Text(); break;
                case 3: value.StringValue = reader.Text(); break;
                case 4: value.BinaryValue = reader.Bytes(); break;
                default: break;
            }
        }

        return new(name, value);
    }

    private void Take(ReadOnlyMemory<byte> source)
    {
        if (source.IsEmpty)
        {
            return;
        }

        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: Body = reader.Text(); break;
                case 2: BodyMd5 = reader.Bytes(); break;
                case 3: SenderId = reader.Text(); break;
                case 4: GroupId = reader.Text(); break;
                case 5: DeduplicationId = reader.Text(); break;
                case 6: TraceHeader = reader.Text(); break;
                case 7: (Attributes ??= []).Add(ReadAttribute(reader.Bytes())); break;
                case 9: DeadLetterSource = reader.Text() is { Length: > 0 } arn ? arn : null; break;
                default: break;
            }
        }
    }
}
