using Unkai.Api;
using Unkai.Storage;

namespace Unkai.Cloud.Jobs;

/// <summary>One run of a job.</summary>
public sealed class JobRun(World world, StoredJob stored, CallOrigin origin, CancellationToken cancellation)
{
    /// <summary>The world that the job belongs to.</summary>
    public World World { get; } = world;

    /// <summary>What is to be done.</summary>
    public Job Job => stored.Job;

    /// <summary>Ends the run when the cloud stops; the job runs again at the next start.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>A call that the job makes: caused by what caused the job.</summary>
    public Call CallAs(Principal caller, string region, string via) => new()
    {
        World = World,
        Caller = caller,
        Region = region,
        Origin = origin,
        Cause = stored.Job.Cause,
        CalledVia = via,
        Cancellation = Cancellation,
    };

    internal TaskCompletionSource Stands { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether <see cref="RemoveAsync"/> finds that another was faster: the job runs twice, and what belongs to the removal is done once.</summary>
    internal bool ForgetsRemoval { get; set; }

    /// <summary>Says that the run does not end by itself: settling the world steps <paramref name="work"/> and does not wait for the run.</summary>
    /// <returns>To be disposed when the work ends.</returns>
    public IDisposable Stand(IStandingWork work)
    {
        var standing = World.Background.Stand(work);
        Stands.TrySetResult();
        return standing;
    }

    /// <summary>Removes the job in the transaction of its effect.</summary>
    /// <returns>False when it was cancelled or has been done: drop the effect.</returns>
    public ValueTask<bool> RemoveAsync(Transaction transaction) =>
        ForgetsRemoval ? ValueTask.FromResult(false) : JobTable.RemoveAsync(transaction, stored.Key);
}
