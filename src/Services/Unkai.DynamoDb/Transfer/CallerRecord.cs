using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;

namespace Unkai.DynamoDb.Transfer;

/// <summary>Who asked for a transfer: its job reads and writes S3 as this caller.</summary>
internal sealed record CallerRecord(string Kind, string Account, string Arn, string UserId)
{
    private const string Via = "dynamodb.amazonaws.com";

    public string? SessionIssuer { get; init; }

    public DateTimeOffset? SessionIssuedAt { get; init; }

    public IReadOnlyList<string>? SessionPolicies { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    internal static CallerRecord Of(Principal caller) => new(caller.Kind.ToString(), caller.Account.Value, caller.Arn.ToString(), caller.UserId)
    {
        SessionIssuer = caller.SessionIssuer?.ToString(),
        SessionIssuedAt = caller.SessionIssuedAt,
        SessionPolicies = caller.SessionPolicies,
        Tags = caller.Tags,
    };

    internal Call In(JobRun run, string region) => run.CallAs(
        new Principal
        {
            Kind = Enum.Parse<PrincipalKind>(Kind),
            Account = AccountId.Parse(Account)!.Value,
            Arn = Unkai.Arn.Parse(Arn)!.Value,
            UserId = UserId,
            SessionIssuer = Unkai.Arn.Parse(SessionIssuer),
            SessionIssuedAt = SessionIssuedAt,
            SessionPolicies = SessionPolicies,
            Tags = Tags,
        },
        region,
        Via);
}
