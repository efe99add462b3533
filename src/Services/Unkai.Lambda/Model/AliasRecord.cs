namespace Unkai.Lambda.Model;

/// <summary>A name for a version, or for two with weights.</summary>
internal sealed record AliasRecord
{
    /// <summary>A version's number, or 0 for <c>$LATEST</c>.</summary>
    public required int Version { get; init; }

    public string Description { get; init; } = "";

    public required string RevisionId { get; init; }

    /// <summary>The second version and its share, 0 to 1; null without routing.</summary>
    public int? OtherVersion { get; init; }

    public double OtherWeight { get; init; }
}
