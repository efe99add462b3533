using Unkai.Cloud.Jobs;

namespace Unkai.Cloud;

/// <summary>What happened while a world's time was moved or settled.</summary>
/// <param name="Time">The world's time afterwards.</param>
/// <param name="JobCount">How many jobs ran.</param>
/// <param name="Jobs">The jobs that ran, in their order; at most <see cref="JobsMax"/>.</param>
/// <param name="Failures">The runs that failed; at most <see cref="JobsMax"/>.</param>
/// <param name="Invocations">How many function invocations began.</param>
public sealed record TimeReport(DateTimeOffset Time, int JobCount, IReadOnlyList<JobReport> Jobs, IReadOnlyList<JobReport> Failures, long Invocations)
{
    /// <summary>How many runs are listed.</summary>
    public const int JobsMax = 1_000;
}
