using Unkai.Api;
using Unkai.Storage;

namespace Unkai.Cloud.Jobs;

/// <summary>One run of a job.</summary>
public sealed class JobRun : IDisposable
{
    private readonly StoredJob _stored;
    private readonly CallOrigin _origin;
    private readonly CancellationTokenSource _end;

    /// <summary>A run of a job; <paramref name="cancellation"/> ends it.</summary>
    public JobRun(World world, StoredJob stored, CallOrigin origin, CancellationToken cancellation)
    {
        (World, _stored, _origin) = (world, stored, origin);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Cancellation = _end.Token;
    }

    /// <summary>The world that the job belongs to.</summary>
    public World World { get; }

    /// <summary>What is to be done.</summary>
    public Job Job => _stored.Job;

    /// <summary>Ends the run when the cloud stops; the job runs again at the next start.</summary>
    public CancellationToken Cancellation { get; }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    /// <summary>Ends the run before its pump does; nothing when it has ended.</summary>
    internal void Cut()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    /// <summary>A call that the job makes: caused by what caused the job.</summary>
    public Call CallAs(Principal caller, string region, string via) => new()
    {
        World = World,
        Caller = caller,
        Region = region,
        Origin = _origin,
        Cause = _stored.Job.Cause,
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
        ForgetsRemoval ? ValueTask.FromResult(false) : JobTable.RemoveAsync(transaction, _stored.Key);
}
