using System.Globalization;
using System.Text;
using Unkai.Api;
using Unkai.Cloud.Authorization;
using Unkai.Sqs.Model;

namespace Unkai.Sqs.Attributes;

/// <summary>A queue's attributes as callers write and read them.</summary>
/// <remarks>Ranges and defaults: SQS API reference, SetQueueAttributes.</remarks>
internal static class QueueAttributes
{
    private const int PolicyBytesMax = 8192;

    /// <summary>The queue with attributes set, or what is wrong with one.</summary>
    internal static Outcome<QueueRecord> Apply(QueueRecord queue, IReadOnlyDictionary<string, string> attributes)
    {
        // The type decides which other attributes there are.
        if (attributes.TryGetValue("FifoQueue", out var fifo))
        {
            var isFifo = ApplyFifo(queue, fifo);
            if (isFifo.IsError)
            {
                return isFifo;
            }
        }

        foreach (var (name, value) in attributes)
        {
            var applied = Apply(queue, name, value);
            if (applied.IsError)
            {
                return applied;
            }

            queue = applied.Value;
        }

        return queue.FifoThroughputLimit == "perMessageGroupId" && queue.DeduplicationScope != "messageGroup"
            ? SqsErrors.InvalidAttributeValue("FifoThroughputLimit", "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.")
            : queue;
    }

    /// <summary>What a caller reads, but for the counts.</summary>
    internal static Dictionary<string, string> Describe(QueueRecord queue)
    {
        var attributes = new Dictionary<string, string>
        {
            ["QueueArn"] = queue.Arn,
            ["CreatedTimestamp"] = Text(queue.CreatedAt.ToUnixTimeSeconds()),
            ["LastModifiedTimestamp"] = Text(queue.ModifiedAt.ToUnixTimeSeconds()),
            ["VisibilityTimeout"] = Text(queue.VisibilitySeconds),
            ["MaximumMessageSize"] = Text(queue.MessageBytesMax),
            ["MessageRetentionPeriod"] = Text(queue.RetentionSeconds),
            ["DelaySeconds"] = Text(queue.DelaySeconds),
            ["ReceiveMessageWaitTimeSeconds"] = Text(queue.WaitSeconds),
            ["SqsManagedSseEnabled"] = Text(queue.SqsManagedSse),
        };
        AddIfThere(attributes, "Policy", queue.Policy);
        AddIfThere(attributes, "RedrivePolicy", queue.Redrive?.Text);
        AddIfThere(attributes, "RedriveAllowPolicy", queue.RedriveAllow?.Text);
        AddIfThere(attributes, "KmsDataKeyReusePeriodSeconds", queue.KmsDataKeyReuseSeconds is { } seconds ? Text(seconds) : null);
        if (queue.IsFifo)
        {
            attributes["FifoQueue"] = "true";
            attributes["ContentBasedDeduplication"] = Text(queue.DeduplicatesByContent);
            attributes["DeduplicationScope"] = queue.DeduplicationScope;
            attributes["FifoThroughputLimit"] = queue.FifoThroughputLimit;
        }

        return attributes;
    }

    internal static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static Outcome<QueueRecord> Apply(QueueRecord queue, string name, string value) => name switch
    {
        "DelaySeconds" => Number(name, value, 0, 900, number => queue with { DelaySeconds = number }),
        "MaximumMessageSize" => Number(name, value, 1024, QueueRecord.SizeBytesMax, number => queue with { MessageBytesMax = number }),
        "MessageRetentionPeriod" => Number(name, value, 60, 1_209_600, number => queue with { RetentionSeconds = number }),
        "ReceiveMessageWaitTimeSeconds" => Number(name, value, 0, 20, number => queue with { WaitSeconds = number }),
        "VisibilityTimeout" => Number(name, value, 0, 43_200, number => queue with { VisibilitySeconds = number }),
        "KmsDataKeyReusePeriodSeconds" => Number(name, value, 60, 86_400, number => queue with { KmsDataKeyReuseSeconds = number }),
        "SqsManagedSseEnabled" => Boolean(name, value, flag => queue with { SqsManagedSse = flag }),

        // Nothing would be encrypted with the key: saying yes would be a lie.
        "KmsMasterKeyId" => value.Length == 0 ? queue : SqsErrors.NotImplemented("KmsMasterKeyId: encrypting queues with a KMS key"),
        "Policy" => ApplyPolicy(queue, value),
        "RedrivePolicy" => value.Length == 0 ? queue with { Redrive = null } : RedrivePolicies.ParseRedrive(value) is var redrive && redrive.IsError ? redrive.Error! : queue with { Redrive = redrive.Value },
        "RedriveAllowPolicy" => value.Length == 0 ? queue with { RedriveAllow = null } : RedrivePolicies.ParseAllow(value) is var allow && allow.IsError ? allow.Error! : queue with { RedriveAllow = allow.Value },
        "FifoQueue" => ApplyFifo(queue, value),
        "ContentBasedDeduplication" when queue.IsFifo => Boolean(name, value, flag => queue with { DeduplicatesByContent = flag }),
        "DeduplicationScope" when queue.IsFifo => value is "queue" or "messageGroup" ? queue with { DeduplicationScope = value } : SqsErrors.InvalidAttributeValue(name),
        "FifoThroughputLimit" when queue.IsFifo => value is "perQueue" or "perMessageGroupId" ? queue with { FifoThroughputLimit = value } : SqsErrors.InvalidAttributeValue(name),
        _ => SqsErrors.InvalidAttributeName(name),
    };

    /// <summary>A queue's type is fixed by its name; on a standard queue there is no such attribute.</summary>
    private static Outcome<QueueRecord> ApplyFifo(QueueRecord queue, string value) =>
        value is not ("true" or "false") ? SqsErrors.InvalidAttributeValue("FifoQueue")
        : value == "true" == queue.IsFifo && queue.IsFifo ? queue
        : queue.IsFifo ? SqsErrors.InvalidAttributeValue("FifoQueue")
        : SqsErrors.InvalidAttributeName("FifoQueue");

    private static Outcome<QueueRecord> ApplyPolicy(QueueRecord queue, string value)
    {
        if (value.Length == 0)
        {
            return queue with { Policy = null };
        }

        if (Encoding.UTF8.GetByteCount(value) > PolicyBytesMax)
        {
            return SqsErrors.InvalidAttributeValue("Policy", "Policy statement is longer than the maximum of 8192 bytes.");
        }

        return PolicyParser.Parse(value, PolicyKind.Resource, out var problem) is null
            ? SqsErrors.InvalidAttributeValue("Policy", problem!)
            : queue with { Policy = value };
    }

    private static Outcome<QueueRecord> Number(string name, string value, int min, int max, Func<int, QueueRecord> set) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? set(number)
            : SqsErrors.InvalidAttributeValue(name);

    private static Outcome<QueueRecord> Boolean(string name, string value, Func<bool, QueueRecord> set) =>
        bool.TryParse(value, out var flag) ? set(flag) : SqsErrors.InvalidAttributeValue(name);

    private static string Text(bool value) => value ? "true" : "false";

    private static void AddIfThere(Dictionary<string, string> attributes, string name, string? value)
    {
        if (value is not null)
        {
            attributes[name] = value;
        }
    }
}
