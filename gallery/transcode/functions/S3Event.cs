namespace Transcode;

/// <summary>The part of S3's event document that the functions read.</summary>
public sealed class S3Event
{
    /// <summary>One a change; S3 sends one at a time.</summary>
    public IReadOnlyList<S3EventRecord> Records { get; init; } = [];
}
