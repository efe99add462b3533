using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Unkai.Api;
using Unkai.Sqs.Model;

namespace Unkai.Sqs.Attributes;

/// <summary>Statements of a queue's policy that AddPermission writes and RemovePermission takes away; a statement's Sid is the permission's label.</summary>
internal static class Permissions
{
    private const int ActionsMax = 7;
    private const int StatementsMax = 20;

    private static readonly FrozenSet<string> s_actions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "*", "AddPermission", "ChangeMessageVisibility", "CreateQueue", "DeleteMessage", "DeleteQueue", "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues",
        "ListQueues", "ListQueueTags", "PurgeQueue", "ReceiveMessage", "RemovePermission", "SendMessage", "SetQueueAttributes", "TagQueue", "UntagQueue");

    internal static Outcome<QueueRecord> Add(QueueRecord queue, string label, List<string> accounts, List<string> actions)
    {
        if (actions.Find(action => !s_actions.Contains(action)) is { } unknown)
        {
            return SqsErrors.InvalidParameter($"Value SQS:{unknown} for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions. ");
        }

        if (actions.Count > ActionsMax)
        {
            return SqsErrors.OverLimit($"{actions.Count} Actions were found, maximum allowed is {ActionsMax}.");
        }

        if (accounts.Find(account => AccountId.Parse(account) is null) is { } malformed)
        {
            return SqsErrors.InvalidParameter(malformed, "PrincipalId", "Unable to verify.");
        }

        var policy = queue.Policy is null
            ? new JsonObject { ["Version"] = "2012-10-17", ["Id"] = $"{queue.Arn}/SQSDefaultPolicy", ["Statement"] = new JsonArray() }
            : JsonNode.Parse(queue.Policy)!.AsObject();
        var statements = StatementsOf(policy);
        if (statements.Any(statement => LabelOf(statement) == label))
        {
            return SqsErrors.InvalidParameter(label, "Label", "Already exists.");
        }

        if (statements.Count >= StatementsMax)
        {
            return SqsErrors.OverLimit($"{statements.Count + 1} statements were found, maximum allowed is {StatementsMax}.");
        }

        statements.Add(new JsonObject
        {
            ["Sid"] = label,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = OneOrMany(accounts.ConvertAll(account => $"arn:aws:iam::{account}:root")) },
            ["Action"] = OneOrMany(actions.ConvertAll(action => $"SQS:{action}")),
            ["Resource"] = queue.Arn,
        });
        return queue with { Policy = policy.ToJsonString() };
    }

    internal static Outcome<QueueRecord> Remove(QueueRecord queue, string label)
    {
        var policy = queue.Policy is null ? null : JsonNode.Parse(queue.Policy)!.AsObject();
        var statements = policy is null ? [] : StatementsOf(policy);
        if (statements.FirstOrDefault(statement => LabelOf(statement) == label) is not { } found)
        {
            return SqsErrors.InvalidParameter(label, "Label", "can't find label on existing policy.");
        }

        statements.Remove(found);
        return queue with { Policy = statements.Count == 0 ? null : policy!.ToJsonString() };
    }

    /// <summary>The statements as a list, also where the policy has a single one.</summary>
    private static JsonArray StatementsOf(JsonObject policy)
    {
        if (policy["Statement"] is JsonArray many)
        {
            return many;
        }

        var one = policy["Statement"];
        policy["Statement"] = null;
        var list = new JsonArray(one);
        policy["Statement"] = list;
        return list;
    }

    private static string? LabelOf(JsonNode? statement) => statement?["Sid"]?.GetValue<string>();

    private static JsonNode OneOrMany(List<string> values) =>
        values.Count == 1 ? JsonValue.Create(values[0]) : new JsonArray([.. values.Select(value => (JsonNode)JsonValue.Create(value))]);
}
