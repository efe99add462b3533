namespace Unkai.S3.Model;

/// <summary>Where a bucket's requests are logged.</summary>
/// <param name="TargetBucket">Of the same owner and region.</param>
/// <param name="TargetPrefix">Before each log object's name; may be empty.</param>
/// <param name="Json">The whole configuration as it was put.</param>
internal sealed record LoggingRecord(string TargetBucket, string TargetPrefix, string Json)
{
    /// <summary><c>EventTime</c> or <c>DeliveryTime</c> for names with date folders; null for plain ones.</summary>
    public string? PartitionDateSource { get; init; }
}
