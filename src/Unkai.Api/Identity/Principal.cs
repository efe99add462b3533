namespace Unkai.Api;

/// <summary>Who makes a call.</summary>
public sealed record Principal
{
    /// <summary>Nobody.</summary>
    public static Principal Anonymous { get; } = new()
    {
        Kind = PrincipalKind.Anonymous,
        Account = AccountId.Default,
        Arn = Arn.Of("iam", "", "", "anonymous"),
        UserId = "anonymous",
    };

    /// <summary>What sort of caller this is.</summary>
    public required PrincipalKind Kind { get; init; }

    /// <summary>The account the caller belongs to.</summary>
    public required AccountId Account { get; init; }

    /// <summary>The ARN that <c>GetCallerIdentity</c> answers.</summary>
    public required Arn Arn { get; init; }

    /// <summary>The unique id (<c>aws:userid</c>): an account id, <c>AIDA…</c>, or <c>AROA…:session</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>The access key that signed the call; null inside the cloud.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The role behind a session, or null.</summary>
    public Arn? SessionIssuer { get; init; }

    /// <summary>When the session's credentials were issued, in the world's time; null outside a session.</summary>
    public DateTimeOffset? SessionIssuedAt { get; init; }

    /// <summary>Policies passed when the session was made (JSON texts); they narrow what the role allows. Null when none were passed.</summary>
    public IReadOnlyList<string>? SessionPolicies { get; init; }

    /// <summary>Tags of the session (<c>aws:PrincipalTag/…</c>).</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>An account's root user.</summary>
    public static Principal Root(AccountId account, string? accessKeyId = null) => new()
    {
        Kind = PrincipalKind.Root,
        Account = account,
        Arn = Arn.Of("iam", "", account.Value, "root"),
        UserId = account.Value,
        AccessKeyId = accessKeyId,
    };

    /// <summary>A service acting for itself in <paramref name="account"/>; <paramref name="name"/> is its principal name, such as <c>s3.amazonaws.com</c>.</summary>
    public static Principal Service(string name, AccountId account) => new()
    {
        Kind = PrincipalKind.Service,
        Account = account,
        Arn = Arn.Of("iam", "", account.Value, $"service/{name}"),
        UserId = name,
    };
}
