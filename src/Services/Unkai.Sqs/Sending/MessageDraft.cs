using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Model;

namespace Unkai.Sqs.Sending;

/// <summary>A message that keeps the rules which hold for every queue, ready to be stored.</summary>
internal sealed class MessageDraft
{
    private const int Md5Bytes = 16;

    private readonly ReadOnlyMemory<byte> _body;

    private MessageDraft(ReadOnlyMemory<byte> body) => _body = body;

    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required int SizeBytes { get; init; }

    public required string BodyMd5 { get; init; }

    public string? AttributesMd5 { get; private init; }

    public string? SystemAttributesMd5 { get; private init; }

    public int? DelaySeconds { get; private init; }

    public string? GroupId { get; private init; }

    public string? DeduplicationId { get; private init; }

    /// <summary>The deduplication id that the body gives: its SHA-256.</summary>
    internal string ContentId => Convert.ToHexStringLower(SHA256.HashData(_body.Span));

    internal static Outcome<MessageDraft> From(
        Call call,
        string? body,
        int? delaySeconds,
        Dictionary<string, MessageAttributeValue>? attributes,
        Dictionary<string, MessageSystemAttributeValue>? systemAttributes,
        string? deduplicationId,
        string? groupId)
    {
        var problem = string.IsNullOrEmpty(body) ? SqsErrors.MissingParameter("MessageBody")
            : MessageCharacters.AreValid(body) ? Check(delaySeconds, deduplicationId, groupId)
            : SqsErrors.InvalidMessageContents;
        if (problem is not null)
        {
            return problem;
        }

        var attributeBytes = AttributeRules.Check(attributes);
        var systemBytes = AttributeRules.Check(systemAttributes);
        if (attributeBytes.IsError || systemBytes.IsError)
        {
            return (attributeBytes.Error ?? systemBytes.Error)!;
        }

        var bodyBytes = Encoding.UTF8.GetByteCount(body!);
        var utf8 = ArrayPool<byte>.Shared.Rent(bodyBytes);
        try
        {
            var written = utf8.AsSpan(0, Encoding.UTF8.GetBytes(body!, utf8));
            Span<byte> md5 = stackalloc byte[Md5Bytes];
#pragma warning disable CA5351 // SQS answers with MD5, and its clients check it.
            MD5.HashData(written, md5);
#pragma warning restore CA5351
            var payload = new ArrayBufferWriter<byte>(bodyBytes + 128 + attributeBytes.Value * 2);
            var trace = systemAttributes is not null && systemAttributes.TryGetValue("AWSTraceHeader", out var header) ? header.StringValue : null;
            MessagePayload.Write(payload, written, md5, call.Caller.UserId, groupId, deduplicationId, trace, attributes);
            return new MessageDraft(deduplicationId is null ? written.ToArray() : ReadOnlyMemory<byte>.Empty)
            {
                Payload = payload.WrittenMemory,
                SizeBytes = bodyBytes + attributeBytes.Value,
                BodyMd5 = Convert.ToHexStringLower(md5),
                AttributesMd5 = AttributesDigest.Of(attributes),
                SystemAttributesMd5 = AttributesDigest.Of(systemAttributes),
                DelaySeconds = delaySeconds,
                GroupId = groupId,
                DeduplicationId = deduplicationId,
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>What only the queue can say: its type's parameters and its size limit.</summary>
    internal AwsError? CheckFor(QueueRecord queue) =>
        SizeBytes > queue.MessageBytesMax ? SqsErrors.MessageTooLong(queue.MessageBytesMax)
        : queue.IsFifo && GroupId is null ? SqsErrors.MissingParameter("MessageGroupId")
        : queue.IsFifo && DelaySeconds > 0 ? SqsErrors.NotForThisType($"{DelaySeconds}", "DelaySeconds")
        : queue.IsFifo && DeduplicationId is null && !queue.DeduplicatesByContent
            ? SqsErrors.InvalidParameter("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly")
        : !queue.IsFifo && DeduplicationId is not null ? SqsErrors.NotForThisType(DeduplicationId, "MessageDeduplicationId")
        : null;

    private static AwsError? Check(int? delaySeconds, string? deduplicationId, string? groupId) =>
        delaySeconds is < 0 or > 900 ? SqsErrors.InvalidParameter($"{delaySeconds}", "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.")
        : deduplicationId is not null && !MessageCharacters.IsToken(deduplicationId) ? InvalidToken(deduplicationId, "MessageDeduplicationId")
        : groupId is not null && !MessageCharacters.IsToken(groupId) ? InvalidToken(groupId, "MessageGroupId")
        : null;

    private static AwsError InvalidToken(string value, string name) =>
        SqsErrors.InvalidParameter(value, name, $"{name} can only include alphanumeric and punctuation characters. 1 to 128 in length.");
}
