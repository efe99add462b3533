namespace Unkai.S3.Model;

/// <summary>A bucket's replication configuration.</summary>
internal sealed record ReplicationRecord
{
    /// <summary>The ARN of the role that S3 takes on.</summary>
    public required string Role { get; init; }

    public required IReadOnlyList<ReplicationRuleRecord> Rules { get; init; }
}

/// <summary>One rule.</summary>
internal sealed record ReplicationRuleRecord
{
    public required string Id { get; init; }

    public required bool IsEnabled { get; init; }

    /// <summary>The prefix stands beside the rule, as it did before filters; delete markers then always follow.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>The filter's parts stand in an And.</summary>
    public bool IsAnd { get; init; }

    public int? Priority { get; init; }

    public string? Prefix { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>The destination bucket's name.</summary>
    public required string Bucket { get; init; }

    public string? Account { get; init; }

    public string? StorageClass { get; init; }

    /// <summary>Whether the destination's account owns the replicas.</summary>
    public bool IsOwnerOverridden { get; init; }

    /// <summary>Whether delete markers follow; null where the rule does not say.</summary>
    public bool? DeleteMarkers { get; init; }

    /// <summary>Whether objects follow that were there before the rule; null where the rule does not say.</summary>
    public bool? ExistingObjects { get; init; }

    /// <summary>Whether replication time is controlled, at 15 minutes; null where the rule does not say.</summary>
    public bool? IsTimed { get; init; }

    /// <summary>Whether metrics are kept; null where the rule does not say.</summary>
    public bool? HasMetrics { get; init; }
}
