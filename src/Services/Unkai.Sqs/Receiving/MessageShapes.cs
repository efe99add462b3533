using System.Globalization;
using Unkai.Api.Sqs;
using Unkai.Sqs.Model;
using Unkai.Sqs.Sending;

namespace Unkai.Sqs.Receiving;

/// <summary>Received messages as callers see them: with the attributes that they asked for.</summary>
internal static class MessageShapes
{
    internal static Message Of(ReceivedMessage received, ReceiveMessageRequest request)
    {
        var payload = received.Payload;
        var message = new Message
        {
            MessageId = received.Message.Id.ToString(),
            ReceiptHandle = received.Handle.ToString(),
            MD5OfBody = Convert.ToHexStringLower(payload.BodyMd5.Span),
            Body = payload.Body,
        };
        if (request.MessageSystemAttributeNames is { Count: > 0 } || request.AttributeNames is { Count: > 0 })
        {
            message.Attributes = SystemAttributes(received, request);
        }

        if (payload.Attributes is not null && request.MessageAttributeNames is { Count: > 0 } names)
        {
            List<KeyValuePair<string, MessageAttributeValue>> asked = [.. payload.Attributes.Where(attribute => names.Exists(name => Matches(name, attribute.Key)))];
            if (asked.Count > 0)
            {
                // Of those that are returned, not of those that were sent: clients check it against what they see.
                message.MD5OfMessageAttributes = AttributesDigest.Of(asked);
                message.MessageAttributes = new(asked);
            }
        }

        return message;
    }

    private static bool Matches(string asked, string name) =>
        asked is "All" or ".*"
        || asked == name
        || (asked.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(asked.AsSpan(0, asked.Length - 2), StringComparison.Ordinal));

    private static Dictionary<string, string>? SystemAttributes(ReceivedMessage received, ReceiveMessageRequest request)
    {
        var message = received.Message;
        var payload = received.Payload;
        var attributes = new Dictionary<string, string>();
        Add("SenderId", payload.SenderId);
        Add("SentTimestamp", Milliseconds(message.SentAt));
        Add("ApproximateReceiveCount", (message.ReceiveCount + message.EarlierReceiveCount).ToString(CultureInfo.InvariantCulture));
        Add("ApproximateFirstReceiveTimestamp", Milliseconds(message.FirstReceivedAt));
        Add("MessageGroupId", payload.GroupId);
        Add("MessageDeduplicationId", payload.DeduplicationId);
        Add("SequenceNumber", received.Place is { } place ? SentMessage.Format(place) : null);
        Add("AWSTraceHeader", payload.TraceHeader);
        Add("DeadLetterQueueSourceArn", payload.DeadLetterSource);
        return attributes.Count > 0 ? attributes : null;

        void Add(string name, string? value)
        {
            if (value is not null && (IsAsked(request.MessageSystemAttributeNames, name) || IsAsked(request.AttributeNames, name)))
            {
                attributes.Add(name, value);
            }
        }
    }

    private static bool IsAsked(List<string>? names, string name) => names is not null && (names.Contains("All") || names.Contains(name));

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
