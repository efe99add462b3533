using System.Text.Json.Serialization;

namespace Unkai.Sqs.Model;

/// <summary>A queue and its attributes.</summary>
/// <remarks>Defaults: SQS API reference, CreateQueue.</remarks>
internal sealed record QueueRecord
{
    internal const int SizeBytesMax = 1_048_576;

    public required long Id { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public DateTimeOffset? PurgedAt { get; init; }

    public int DelaySeconds { get; init; }

    public int MessageBytesMax { get; init; } = SizeBytesMax;

    public int RetentionSeconds { get; init; } = 345_600;

    public int VisibilitySeconds { get; init; } = 30;

    public int WaitSeconds { get; init; }

    public string? Policy { get; init; }

    public RedrivePolicy? Redrive { get; init; }

    public RedriveAllowPolicy? RedriveAllow { get; init; }

    public bool IsFifo { get; init; }

    public bool DeduplicatesByContent { get; init; }

    public string DeduplicationScope { get; init; } = "queue";

    public string FifoThroughputLimit { get; init; } = "perQueue";

    /// <summary>Stored and returned; SQS's own encryption is not visible to a caller, and nothing is encrypted here.</summary>
    public bool SqsManagedSse { get; init; } = true;

    public int? KmsDataKeyReuseSeconds { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    [JsonIgnore]
    internal string Arn => $"arn:aws:sqs:{Region}:{Account}:{Name}";

    [JsonIgnore]
    internal (string, string, string) Key => (Account, Region, Name);

    [JsonIgnore]
    internal QueueReference Reference => new(Account, Region, Name, Id);

    /// <summary>Messages sent at or before this are past their retention.</summary>
    internal DateTimeOffset ExpiredUpTo(DateTimeOffset now) => now.AddSeconds(-RetentionSeconds);
}
