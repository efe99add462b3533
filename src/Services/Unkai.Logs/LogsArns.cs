using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.Logs;

/// <summary>Log groups and streams in IAM's words.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs"; a group's own ARN ends in an empty stream, as AWS's refusals show it.</remarks>
internal static class LogsArns
{
    private const string GroupPrefix = "log-group:";

    internal static IReadOnlyList<Access> Describe(Call call, OperationContract operation, Shape request)
    {
        if (request is StartLiveTailRequest { LogGroupIdentifiers: { } groups })
        {
            return [.. groups.Select(one => new Access($"logs:{operation.Name}", one + (one.EndsWith(":*", StringComparison.Ordinal) ? "" : ":*")))];
        }

        var group = TextOf(operation, request, "logGroupName") ?? NameOf(TextOf(operation, request, "logGroupIdentifier") ?? TextOf(operation, request, "resourceArn"));
        var stream = operation.Name is "PutLogEvents" or "GetLogEvents" or "DeleteLogStream" ? TextOf(operation, request, "logStreamName") : null;
        return [new Access($"logs:{operation.Name}", group is null ? "*" : call.ArnOf("logs", $"{GroupPrefix}{group}:log-stream:{stream}").ToString())];
    }

    internal static string GroupArn(AccountId account, string region, string group) => $"arn:aws:logs:{region}:{account}:{GroupPrefix}{group}";

    /// <summary>The group's name out of its name or ARN.</summary>
    internal static string? NameOf(string? identifier)
    {
        if (Arn.Parse(identifier) is not { } arn || !arn.Resource.StartsWith(GroupPrefix, StringComparison.Ordinal))
        {
            return identifier;
        }

        var name = arn.Resource[GroupPrefix.Length..];
        return name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
    }

    private static string? TextOf(OperationContract operation, Shape request, string member) =>
        operation.Input.Find(member) is { Shape.Kind: ShapeKind.String } found ? request.GetString(found.Slot) : null;
}
