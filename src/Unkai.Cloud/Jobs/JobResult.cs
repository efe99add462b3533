namespace Unkai.Cloud.Jobs;

/// <summary>What becomes of a job after a run.</summary>
/// <param name="RetryAt">When it runs again, in the world's time; null: it is done.</param>
/// <param name="Problem">What went wrong, for whoever settles the world; null when nothing did.</param>
public readonly record struct JobResult(DateTimeOffset? RetryAt, string? Problem = null)
{
    /// <summary>The job is done, or is no longer wanted.</summary>
    public static JobResult Done => default;

    /// <summary>The job is done, and what it did failed: what follows from that is written.</summary>
    public static JobResult Failed(string problem) => new(null, problem);

    /// <summary>The job runs again at <paramref name="due"/>, as its next attempt.</summary>
    public static JobResult Retry(DateTimeOffset due) => new(due);
}
