namespace Unkai.S3.Model;

/// <summary>A bucket's Object Lock: what new versions are retained for, if anything.</summary>
internal sealed record ObjectLockRecord
{
    /// <summary><c>GOVERNANCE</c> or <c>COMPLIANCE</c>; null without a default retention.</summary>
    public string? Mode { get; init; }

    /// <summary>Days, or null where years are given.</summary>
    public int? Days { get; init; }

    public int? Years { get; init; }
}
