namespace Unkai.Iam.Model;

/// <summary>A user, role or group as it is stored.</summary>
internal sealed record IdentityRecord
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary><c>AIDA…</c>, <c>AROA…</c> or <c>AGPA…</c>.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>Policies within the identity, by name.</summary>
    public Dictionary<string, string> InlinePolicies { get; init; } = [];

    /// <summary>ARNs of managed policies, in the order in which they were attached.</summary>
    public IReadOnlyList<string> AttachedPolicies { get; init; } = [];

    /// <summary>The permissions boundary's ARN, or null.</summary>
    public string? Boundary { get; init; }

    /// <summary>Of a role: who may assume it.</summary>
    public string? TrustPolicy { get; init; }

    public string? Description { get; init; }

    /// <summary>Of a role: 3,600 to 43,200 seconds.</summary>
    public int SessionSecondsMax { get; init; } = 3600;

    /// <summary>Of a user: the names of its groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}
