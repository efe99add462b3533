namespace Unkai.Cloud.Authorization;

/// <summary>A parsed policy.</summary>
public sealed record PolicyDocument
{
    /// <summary><c>2012-10-17</c> or <c>2008-10-17</c>; the older one knows no variables.</summary>
    public required string Version { get; init; }

    /// <summary>The policy's id, or null.</summary>
    public string? Id { get; init; }

    /// <summary>The statements.</summary>
    public required IReadOnlyList<PolicyStatement> Statements { get; init; }
}
