namespace Unkai.S3.Model;

/// <summary>One destination of a bucket's notifications.</summary>
internal sealed record NotificationRecord
{
    public required string Id { get; init; }

    /// <summary>The queue's or function's ARN.</summary>
    public required string Target { get; init; }

    /// <summary><c>s3:ObjectCreated:*</c> and its like.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    public string? Prefix { get; init; }

    public string? Suffix { get; init; }
}
