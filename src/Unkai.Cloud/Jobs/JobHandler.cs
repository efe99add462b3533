namespace Unkai.Cloud.Jobs;

/// <summary>Carries out a kind of job. It may run again after a crash or a failure, so its effect and <see cref="JobRun.RemoveAsync"/> belong in one transaction where the effect is inside the cloud.</summary>
/// <returns>What becomes of the job.</returns>
public delegate ValueTask<JobResult> JobHandler(JobRun run);
