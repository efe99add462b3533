using System.Globalization;
using System.Text.Json;
using Unkai.Api;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Attributes;

/// <summary>The JSON of RedrivePolicy and RedriveAllowPolicy, and what a dead-letter queue must be.</summary>
internal static class RedrivePolicies
{
    private const int ReceivesDefault = 10;
    private const int ReceivesMax = 1000;
    private const int SourcesMax = 10;

    internal static Outcome<RedrivePolicy> ParseRedrive(string text)
    {
        using var document = ParseObject(text);
        if (document is null)
        {
            return Invalid("RedrivePolicy", text, "Redrive policy is not a valid JSON map.");
        }

        string? target = null;
        var receives = ReceivesDefault.ToString(CultureInfo.InvariantCulture);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "deadLetterTargetArn": target = member.Value.ToString(); break;
                case "maxReceiveCount": receives = member.Value.ToString(); break;
                default: return Invalid("RedrivePolicy", text, $"Amazon SQS can't create the redrive policy: unknown parameter {member.Name}.");
            }
        }

        return target is null ? Invalid("RedrivePolicy", text, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
            : QueueAddress.ParseArn(target) is null ? Invalid("RedrivePolicy", text, "Invalid value for deadLetterTargetArn.")
            : !int.TryParse(receives, NumberStyles.None, CultureInfo.InvariantCulture, out var max) || max is < 1 or > ReceivesMax
                ? Invalid("RedrivePolicy", text, $"Invalid value for maxReceiveCount: {receives}, valid values are from 1 to {ReceivesMax} both inclusive.")
            : new RedrivePolicy(text, target, max);
    }

    internal static Outcome<RedriveAllowPolicy> ParseAllow(string text)
    {
        using var document = ParseObject(text);
        if (document is null)
        {
            return Invalid("RedriveAllowPolicy", text, "Redrive allow policy is not a valid JSON map.");
        }

        string? permission = null;
        List<string>? sources = null;
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "redrivePermission": permission = member.Value.ToString(); break;
                case "sourceQueueArns" when member.Value.ValueKind == JsonValueKind.Array: sources = [.. member.Value.EnumerateArray().Select(arn => arn.ToString())]; break;
                default: return Invalid("RedriveAllowPolicy", text, $"Unknown parameter {member.Name}.");
            }
        }

        return permission is not ("allowAll" or "denyAll" or "byQueue") ? Invalid("RedriveAllowPolicy", text, "redrivePermission must be one of allowAll, denyAll, byQueue.")
            : permission == "byQueue" != sources is { Count: > 0 } ? Invalid("RedriveAllowPolicy", text, "sourceQueueArns must be given with redrivePermission byQueue, and only then.")
            : sources?.Count > SourcesMax || sources?.Exists(arn => QueueAddress.ParseArn(arn) is null) == true
                ? Invalid("RedriveAllowPolicy", text, $"sourceQueueArns must be up to {SourcesMax} ARNs of queues.")
            : new RedriveAllowPolicy(text, permission, sources ?? []);
    }

    /// <summary>Null when the queue's dead-letter queue is there, of its account, region and type, and lets it in.</summary>
    internal static async ValueTask<AwsError?> CheckTargetAsync(Snapshot snapshot, QueueRecord queue)
    {
        if (queue.Redrive is not { } redrive)
        {
            return null;
        }

        var address = QueueAddress.ParseArn(redrive.Target)!.Value;
        return address.Account != queue.Account || address.Region != queue.Region
                ? Invalid("RedrivePolicy", redrive.Text, "Dead-letter target owner should be same as the source.")
            : await Queues.FindByArnAsync(snapshot, redrive.Target) is not { } target ? Invalid("RedrivePolicy", redrive.Text, "Dead letter target does not exist.")
            : target.IsFifo != queue.IsFifo ? Invalid("RedrivePolicy", redrive.Text, "Dead-letter queue must be same type of queue as the source.")
            : target.RedriveAllow?.Allows(queue.Arn) == false
                ? Invalid("RedrivePolicy", redrive.Text, "The dead-letter queue's redrive allow policy does not allow this source queue.")
            : null;
    }

    private static AwsError Invalid(string name, string text, string reason) => SqsErrors.InvalidParameter(text, name, reason);

    private static JsonDocument? ParseObject(string text)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // The caller says so in AWS's words.
        }

        return null;
    }
}
