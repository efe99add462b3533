namespace Unkai.Iam.Model;

/// <summary>A customer's managed policy.</summary>
internal sealed record PolicyRecord
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary><c>ANPA…</c>.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public string? Description { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>At most five, the oldest first.</summary>
    public required IReadOnlyList<PolicyVersionRecord> Versions { get; init; }

    public required string DefaultVersion { get; init; }

    /// <summary>The number of the next version.</summary>
    public int NextVersion { get; init; } = 2;

    /// <summary>The default version's document.</summary>
    internal string Document => Versions.First(version => version.Id == DefaultVersion).Document;
}
