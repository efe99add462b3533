using System.Text.Json.Serialization;

namespace Unkai.Lambda.Model;

/// <summary>An event source mapping: from a queue, or from a table's stream.</summary>
internal sealed record MappingRecord
{
    public required string Uuid { get; init; }

    /// <summary>The queue's or the stream's ARN.</summary>
    [JsonPropertyName("QueueArn")]
    public required string SourceArn { get; init; }

    public required string Function { get; init; }

    public string? Qualifier { get; init; }

    public bool IsEnabled { get; init; } = true;

    public int BatchSize { get; init; } = 10;

    public int WindowSeconds { get; init; }

    /// <summary>2 to 1,000; null: as many as the poller makes.</summary>
    public int? ConcurrencyMax { get; init; }

    public bool ReportsItemFailures { get; init; }

    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>What only streams have; null for a queue.</summary>
    public StreamSettings? Stream { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>One more with each change: the poller of an older one stops.</summary>
    public int Generation { get; init; }
}
