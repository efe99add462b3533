namespace Unkai.Cloud.Authorization;

/// <summary>All policies that bear on one request.</summary>
public sealed record PolicySet
{
    /// <summary>Inline and attached policies of the user and its groups, or of the role.</summary>
    public IReadOnlyList<PolicyDocument> Identity { get; init; } = [];

    /// <summary>The permissions boundary, or null.</summary>
    public PolicyDocument? Boundary { get; init; }

    /// <summary>The session's policies; null when the session was made without any.</summary>
    public IReadOnlyList<PolicyDocument>? Session { get; init; }

    /// <summary>The organization's service control policies; null outside an organization.</summary>
    public IReadOnlyList<PolicyDocument>? Organization { get; init; }

    /// <summary>The resource's own policy, or null.</summary>
    public PolicyDocument? Resource { get; init; }
}
