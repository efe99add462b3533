using Unkai.Storage;

namespace Unkai.Cloud.Faults;

/// <summary>What the rules do to a job; each job is hit once at most.</summary>
/// <param name="Late">How much later it runs; null: now.</param>
/// <param name="IsTwice">Whether it runs twice.</param>
internal readonly record struct JobFault(TimeSpan? Late, bool IsTwice)
{
    internal static async ValueTask<JobFault> DrawAsync(World world, Job job)
    {
        var rules = world.Faults.ForJobs;
        if (rules.IsEmpty || job.Attempt > 0)
        {
            return default;
        }

        IRandomSource? random = null;
        var now = world.Clock.GetUtcNow();
        foreach (var rule in rules)
        {
            if (rule.MatchesJob(job.Kind) && world.Faults.Hits(rule, now, () => random ??= world.NextRandom()))
            {
                await WorldFaults.SaveHitAsync(world, rule.Id);
                return rule.Effect == FaultEffect.JobTwice ? new JobFault(null, true) : new JobFault(rule.Delay.Draw(random ?? world.NextRandom()), false);
            }
        }

        return default;
    }
}
