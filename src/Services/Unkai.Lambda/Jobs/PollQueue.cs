using Unkai.Cloud.Jobs;

namespace Unkai.Lambda.Jobs;

/// <summary>Polls a mapping's queue for as long as the mapping stays as it is.</summary>
internal static class PollQueue
{
    internal const string Kind = "lambda.poll-queue";

    internal static ValueTask<JobResult> RunAsync(JobRun run) => ValueTask.FromResult(JobResult.Done);
}
