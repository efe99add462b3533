namespace Unkai.Sqs.Model;

/// <summary>One move of a dead-letter queue's messages.</summary>
internal sealed record MoveTaskRecord
{
    internal const string Running = "RUNNING";
    internal const string Cancelling = "CANCELLING";

    public required string TaskId { get; init; }

    public required string Status { get; init; }

    public required string Source { get; init; }

    /// <summary>Null: each message goes back where it came from.</summary>
    public string? Destination { get; init; }

    public int? PerSecondMax { get; init; }

    public long Moved { get; init; }

    public long ToMove { get; init; }

    public string? FailureReason { get; init; }

    internal bool IsActive => Status is Running or Cancelling;
}
