using Unkai.Api;

namespace Unkai.Cloud.Authorization;

/// <summary>What is asked of the evaluator: may this principal do this to that, in this context?</summary>
public sealed class AuthorizationRequest
{
    private Dictionary<string, IReadOnlyList<string>>? _context;

    /// <summary>Who asks.</summary>
    public required Principal Principal { get; init; }

    /// <summary>The action, <c>service:Operation</c> in IAM's words (<c>s3:GetObject</c>).</summary>
    public required string Action { get; init; }

    /// <summary>The resource's ARN, or <c>*</c> where the action has none.</summary>
    public required string Resource { get; init; }

    /// <summary>The account that owns the resource.</summary>
    public required AccountId ResourceAccount { get; init; }

    /// <summary>Whether the resource is of no account.</summary>
    public bool IsNobodys { get; init; }

    /// <summary>The world's time, for <c>aws:CurrentTime</c>.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The region the call goes to.</summary>
    public required string Region { get; init; }

    /// <summary>The caller's address as text; null inside the cloud.</summary>
    public string? SourceIp { get; init; }

    /// <summary>The service through which the call comes (<c>aws:CalledVia</c>), or null.</summary>
    public string? CalledVia { get; init; }

    /// <summary>The client's own words (<c>aws:UserAgent</c>), or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The page that the request came from (<c>aws:Referer</c>), or null.</summary>
    public string? Referer { get; init; }

    /// <summary>What <c>aws:SecureTransport</c> is.</summary>
    public bool IsSecureTransport { get; init; }

    /// <summary>What the resource grants by other means than its policy.</summary>
    public PrincipalMatch Granted { get; init; }

    /// <summary>Whether the resource's policy only refuses.</summary>
    public bool PolicyOnlyDenies { get; init; }

    /// <summary>Keys of the service's own (<c>s3:prefix</c>, <c>sqs:…</c>, request tags), each with its values.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> ServiceKeys { get; init; } = [];

    /// <summary>A context key's values; null when the request does not carry it. Names compare without case.</summary>
    public IReadOnlyList<string>? Find(string key)
    {
        _context ??= GlobalContextKeys.Collect(this);
        return _context.GetValueOrDefault(key);
    }
}
