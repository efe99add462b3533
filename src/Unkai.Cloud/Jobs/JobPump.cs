using Microsoft.Extensions.Logging;
using Unkai.Cloud.Faults;
using Unkai.Storage;

namespace Unkai.Cloud.Jobs;

/// <summary>Runs a world's jobs when they are due. It sleeps until the next one's time or until the store says that jobs have changed: nothing is polled.</summary>
/// <remarks>
/// A job's row stays until its effect is committed, so a job that was running when the cloud stopped or died runs again at the next start.
/// What runs now is kept in memory only: the embedded engine has one pump a world.
/// </remarks>
public sealed class JobPump(World world, ServiceCatalog services, CallOrigin origin, ILogger logger) : IAsyncDisposable
{
    /// <summary>The most jobs that run at once.</summary>
    public const int RunningMax = 256;

    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_backOffMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_trouble = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly Dictionary<JobKey, RunningJob> _running = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _loop;

    /// <summary>Starts the pump.</summary>
    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Starts no more jobs, gives the running ones 1.5 s, and cuts what is left: it runs at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }

        RunningJob[] running;
        lock (_lock)
        {
            running = [.. _running.Values];
        }

        foreach (var job in running.Where(static job => job.Run.Stands.Task.IsCompleted))
        {
            job.Run.Cut(); // It would not end by itself.
        }

        var left = running.Select(static job => (Task)job.Ended).ToArray();

        await Task.WhenAny(Task.WhenAll(left), world.Machine.DelayAsync(s_stopGrace, CancellationToken.None));
        await _cut.CancelAsync();
        await Task.WhenAny(Task.WhenAll(left), world.Machine.DelayAsync(TimeSpan.FromMilliseconds(200), CancellationToken.None));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await RoundAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The top of a loop that must go on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                PipelineLog.PumpFailed(logger, world.Name.Value, failure);
                await world.Machine.DelayAsync(s_trouble, CancellationToken.None);
            }
        }
    }

    private async Task RoundAsync()
    {
        // A held world's jobs are WorldTime's to run.
        await world.Background.WhenReleasedAsync(_stop.Token);
        HashSet<JobKey> running;
        Task ended;
        lock (_lock)
        {
            running = [.. _running.Keys];
            ended = _ended.Task;
        }

        var free = RunningMax - running.Count;
        if (free == 0)
        {
            await ended.WaitAsync(_stop.Token);
            return;
        }

        var now = world.Clock.GetUtcNow();
        var (jobs, next, watch) = await world.State.ReadAsync(
            world.Name,
            async snapshot =>
            {
                var (due, next) = await JobHolds.LookAsync(snapshot, running, free, now);
                return (due, next, JobTable.WatchBefore(snapshot, next));
            },
            _stop.Token);
        using (watch)
        {
            foreach (var job in await JobHolds.TakeAsync(world.State, world.Name, jobs, _stop.Token))
            {
                Begin(job);
            }

            if (jobs.Count == 0)
            {
                await WaitAsync(watch, next, ended);
            }
        }
    }

    /// <summary>When the next job is due that does not run, past or future; null when there is none.</summary>
    internal async ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => (await NextAsync(cancellation))?.Key.Due;

    /// <summary>On a held world: runs the next job that is due now, until it ends or stands.</summary>
    /// <returns>Null when none is due.</returns>
    internal async ValueTask<JobReport?> RunNextAsync(CancellationToken cancellation)
    {
        if (await NextAsync(cancellation) is not { } next || next.Key.Due > world.Clock.GetUtcNow())
        {
            return null;
        }

        if (await JobHolds.TakeAsync(world.State, world.Name, [next], cancellation) is not [var taken])
        {
            return null;
        }

        next = taken;
        var ranAt = world.Clock.GetUtcNow();
        var running = Begin(next, isOrdered: true)!;
        await Task.WhenAny(running.Ended, running.Run.Stands.Task).WaitAsync(cancellation);
        return new JobReport(next.Job.Kind, next.Key.Due, ranAt, next.Job.Attempt, running.Ended.IsCompleted ? await running.Ended : null);
    }

    /// <summary>Ends the jobs that stand, so that another process which holds the world can run and step them.</summary>
    internal async Task GiveBackStandingAsync()
    {
        KeyValuePair<JobKey, RunningJob>[] standing;
        lock (_lock)
        {
            standing = [.. _running.Where(static job => job.Value.Run.Stands.Task.IsCompleted)];
        }

        foreach (var (key, job) in standing)
        {
            job.Run.Cut();
            await job.Ended;
            await JobHolds.GiveBackAsync(world.State, world.Name, key);
        }
    }

    /// <summary>Completes when no job runs but those that stand.</summary>
    internal async Task WhenNothingRunsAsync(CancellationToken cancellation)
    {
        Task[] running;
        lock (_lock)
        {
            running = [.. _running.Values.Select(static job => Task.WhenAny(job.Ended, job.Run.Stands.Task))];
        }

        await Task.WhenAll(running).WaitAsync(cancellation);
        await JobHolds.WhenOthersRestAsync(world.State, world.Name, world.Clock.GetUtcNow, cancellation);
    }

    /// <summary>Whether no job is due, and none runs but those that stand.</summary>
    internal async ValueTask<bool> IsQuietAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_running.Values.Any(static job => !job.Ended.IsCompleted && !job.Run.Stands.Task.IsCompleted))
            {
                return false;
            }
        }

        return world.Background.WhenIdleAsync(cancellation).IsCompleted && !(await NextDueAsync(cancellation) <= world.Clock.GetUtcNow());
    }

    private async ValueTask<StoredJob?> NextAsync(CancellationToken cancellation)
    {
        HashSet<JobKey> running;
        lock (_lock)
        {
            running = [.. _running.Keys];
        }

        var (first, _) = await world.State.ReadAsync(world.Name, snapshot => JobHolds.LookAsync(snapshot, running, 1, DateTimeOffset.MaxValue), cancellation);
        return first is [var job] ? job : null;
    }

    private RunningJob? Begin(StoredJob job, bool isOrdered = false)
    {
        lock (_lock)
        {
            // Held between the look and now: the job is left to whoever holds.
            if (!isOrdered && world.Background.IsHeld)
            {
                return null;
            }

            var run = new JobRun(world, job, origin, _cut.Token);
            var ended = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = new RunningJob(run, ended.Task);
            _running[job.Key] = running;
            _ = Task.Run(() => RunAsync(job, run, ended));
            return running;
        }
    }

    private async Task WaitAsync(Watch watch, DateTimeOffset? next, Task ended)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged() => changed.TrySetResult();
        world.Clock.Changed += OnChanged;
        world.State.LeasesEnded += OnChanged;
        try
        {
            var sleep = next is { } due ? world.Clock.MachineTimeUntil(due) : Timeout.InfiniteTimeSpan;
            await Task.WhenAny(watch.WaitAsync(wake.Token), world.Machine.DelayAsync(Cap(sleep), wake.Token), changed.Task, ended);
        }
        finally
        {
            world.State.LeasesEnded -= OnChanged;
            world.Clock.Changed -= OnChanged;
            await wake.CancelAsync();
        }

        _stop.Token.ThrowIfCancellationRequested();
    }

    /// <summary>A timer waits at most 49 days; the loop then looks again.</summary>
    private static TimeSpan Cap(TimeSpan sleep) => sleep > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : sleep;

    private async Task RunAsync(StoredJob stored, JobRun run, TaskCompletionSource<string?> done)
    {
        string? problem = null;
        try
        {
            var fault = await JobFault.DrawAsync(world, stored.Job);
            if (fault.IsTwice)
            {
                run.ForgetsRemoval = true;
                await RunHandlerAsync(stored, run);
                run.ForgetsRemoval = false;
            }

            var result = fault.Late is { } late ? JobResult.Retry(world.Clock.GetUtcNow() + late) : await RunHandlerAsync(stored, run);
            problem = result.Problem;
            await world.State.TransactAsync(
                world.Name,
                async transaction => result.RetryAt is { } due
                    ? await JobTable.RescheduleAsync(transaction, stored.Key, due)
                    : await JobTable.RemoveAsync(transaction, stored.Key),
                CancellationToken.None);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // Its row is still there: it runs at the next start.
        }
#pragma warning disable CA1031 // The top of a job: the pump must go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            problem = failure.Message;
            PipelineLog.PumpFailed(logger, world.Name.Value, failure);
        }
        finally
        {
            TaskCompletionSource ended;
            lock (_lock)
            {
                _running.Remove(stored.Key);
                ended = _ended;
                _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            ended.TrySetResult();
            done.TrySetResult(problem);
            run.Dispose();
        }
    }

    private async Task<JobResult> RunHandlerAsync(StoredJob stored, JobRun run)
    {
        var job = stored.Job;
        try
        {
            // A kind is named "service.what": the service is made here if nobody has called it since the start.
            var dot = job.Kind.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0 || services.Find(job.Kind[..dot])?.Jobs.GetValueOrDefault(job.Kind) is not { } handler)
            {
                throw new InvalidOperationException($"No service knows the job kind '{job.Kind}'.");
            }

            return await handler(run);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A job that failed is put off, not lost.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var backOff = TimeSpan.FromSeconds(Math.Min(s_backOffMax.TotalSeconds, Math.Pow(2, Math.Min(job.Attempt, 10))));
            var retryAt = world.Clock.GetUtcNow() + backOff;
            PipelineLog.JobFailed(logger, job.Kind, job.Attempt + 1, retryAt, failure);
            return new JobResult(retryAt, failure.Message);
        }
    }

    private sealed record RunningJob(JobRun Run, Task<string?> Ended);
}
