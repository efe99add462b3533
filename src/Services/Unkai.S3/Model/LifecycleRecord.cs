namespace Unkai.S3.Model;

/// <summary>A bucket's lifecycle configuration.</summary>
internal sealed record LifecycleRecord
{
    /// <summary>Of this configuration and no later one: a round of jobs that carries out another ends.</summary>
    public required string Id { get; init; }

    public required IReadOnlyList<LifecycleRuleRecord> Rules { get; init; }

    /// <summary><c>all_storage_classes_128K</c> or <c>varies_by_storage_class</c>.</summary>
    public required string TransitionMinimum { get; init; }
}

/// <summary>One rule.</summary>
internal sealed record LifecycleRuleRecord
{
    public required string Id { get; init; }

    public required bool IsEnabled { get; init; }

    /// <summary>The prefix stands beside the rule, as it did before filters.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>The filter's parts stand in an And.</summary>
    public bool IsAnd { get; init; }

    public string? Prefix { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public long? LargerThan { get; init; }

    public long? SmallerThan { get; init; }

    public int? ExpirationDays { get; init; }

    public DateTimeOffset? ExpirationDate { get; init; }

    public bool? ExpiresLoneMarkers { get; init; }

    public IReadOnlyList<TransitionRecord> Transitions { get; init; } = [];

    public IReadOnlyList<TransitionRecord> NoncurrentTransitions { get; init; } = [];

    public int? NoncurrentDays { get; init; }

    public int? NewerNoncurrentVersions { get; init; }

    public int? AbortDays { get; init; }
}

/// <summary>A change of storage class.</summary>
internal sealed record TransitionRecord(string StorageClass, int? Days, DateTimeOffset? Date, int? NewerVersions);
