using Unkai.Cloud;

namespace Unkai.Sqs.Model;

/// <summary>The account, region and name of a queue, from a URL that may have come in on any host.</summary>
internal readonly record struct QueueAddress(string Account, string Region, string Name)
{
    /// <summary>Reads <c>scheme://host/account/name</c>, <c>scheme://host/name</c>, and both without scheme and host.</summary>
    /// <returns>Null when the text holds no name.</returns>
    internal static QueueAddress? Parse(Call call, string url)
    {
        var rest = url.AsSpan();
        if (rest.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            rest = rest[(scheme + 3)..];
            rest = rest.IndexOf('/') is >= 0 and var host ? rest[host..] : [];
        }

        rest = rest.Trim('/');
        var slash = rest.LastIndexOf('/');
        var name = rest[(slash + 1)..];
        if (name.IsEmpty)
        {
            return null;
        }

        // Anything before the account is a path that a proxy, or an older local cloud, puts there (/queue/us-east-1/…).
        var account = slash < 0 ? [] : rest[..slash];
        account = account[(account.LastIndexOf('/') + 1)..];
        return new(
            account.Length == 12 && !account.ContainsAnyExceptInRange('0', '9') && !account.SequenceEqual(call.Account.Value) ? account.ToString() : call.Account.Value,
            call.Region,
            name.ToString());
    }

    /// <returns>Null when the text is no queue's ARN.</returns>
    internal static QueueAddress? ParseArn(string? text) =>
        Arn.Parse(text) is { Service: "sqs", Account.Length: 12 } arn ? new(arn.Account, arn.Region, arn.Resource) : null;
}
