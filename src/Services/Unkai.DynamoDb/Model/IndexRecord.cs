using System.Text.Json.Serialization;

namespace Unkai.DynamoDb.Model;

/// <summary>A secondary index.</summary>
internal sealed record IndexRecord
{
    /// <summary>Its own: rows of a deleted index can never come back.</summary>
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required bool IsGlobal { get; init; }

    public required KeyOf Key { get; init; }

    /// <summary>ALL, KEYS_ONLY or INCLUDE.</summary>
    public required string Projection { get; init; }

    public IReadOnlyList<string>? NonKeyAttributes { get; init; }

    public ThroughputRecord? Throughput { get; init; }

    public LimitsRecord? OnDemand { get; init; }

    public LimitsRecord? Warm { get; init; }

    /// <summary>Whether items from before its creation are still being written to it: it cannot be read yet.</summary>
    public bool IsBackfilling { get; init; }

    /// <summary>When it becomes ACTIVE; null: it is.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>CREATING or UPDATING, while <see cref="ActiveAt"/> has not come.</summary>
    public string? Pending { get; init; }

    public InsightsRecord? Insights { get; init; }

    [JsonIgnore]
    internal bool ProjectsAll => Projection == "ALL";

    internal string StatusAt(DateTimeOffset now) => IsBackfilling ? "CREATING" : ActiveAt > now ? Pending ?? "UPDATING" : "ACTIVE";
}
