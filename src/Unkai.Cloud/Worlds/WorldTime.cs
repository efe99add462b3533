using Unkai.Cloud.Jobs;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>Holds, moves and settles a world's time. What it sets is state: it survives a restart and is forked.</summary>
/// <remarks>One such order at a time. On a held world jobs run one after another, in the order of due time and sequence.</remarks>
public sealed class WorldTime(World world, JobPump pump) : IDisposable
{
    /// <summary>The most rounds of one order before it is given up.</summary>
    public const int RoundsMax = 1_000_000;

    /// <summary>The fastest a clock runs: a year in half a minute.</summary>
    public const double RateMax = 1_000_000;

    /// <summary>The furthest that one order advances.</summary>
    public static readonly TimeSpan AdvanceMax = TimeSpan.FromDays(36_525);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Stops the clock, at <paramref name="at"/> when it is given. Nothing due happens by itself from then on.</summary>
    public ValueTask FreezeAsync(DateTimeOffset? at, CancellationToken cancellation) => SetAsync(at, 0, cancellation);

    /// <summary>Lets the clock run at <paramref name="rate"/> (above 0, at most <see cref="RateMax"/>), from <paramref name="at"/> when it is given.</summary>
    public ValueTask RunAsync(double rate, DateTimeOffset? at, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, RateMax);
        return SetAsync(at, rate, cancellation);
    }

    /// <summary>Runs what is due now, and what that causes, until nothing is due or running.</summary>
    /// <exception cref="UnsettledException">It does not come to rest.</exception>
    public async ValueTask<TimeReport> SettleAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await WorldSettings.HoldForOthersAsync(world, cancellation);
            var run = new Run(world, pump, cancellation);
            world.Background.Hold();
            await run.SettleAsync();
            return run.Report();
        }
        finally
        {
            if (world.State.IsShared)
            {
                await WorldSettings.SaveClockAsync(world, CancellationToken.None);
            }

            ReleaseUnlessFrozen();
            _turn.Release();
        }
    }

    /// <summary>Moves time on: every job due until then runs in due order, with the clock standing at its time. A running clock runs on from there.</summary>
    /// <param name="by">Above zero, at most <see cref="AdvanceMax"/>.</param>
    /// <param name="cancellation">Stops on the way: the clock stays where it has come to.</param>
    /// <exception cref="UnsettledException">It does not come to rest.</exception>
    public async ValueTask<TimeReport> AdvanceAsync(TimeSpan by, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(by, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by, AdvanceMax);
        await _turn.WaitAsync(cancellation);
        var rate = world.Clock.Rate;
        try
        {
            await WorldSettings.HoldForOthersAsync(world, cancellation);
            world.Background.Hold();
            var run = new Run(world, pump, cancellation);
            var target = world.Clock.GetUtcNow() + by;
            world.Clock.Set(world.Clock.GetUtcNow(), 0);
            while (true)
            {
                await run.SettleAsync();
                var now = world.Clock.GetUtcNow();
                if (now >= target)
                {
                    break;
                }

                var next = await pump.NextDueAsync(cancellation) is { } due && due < target ? due : target;
                world.Clock.Step(await run.NextReadyAsync() is { } ready && ready < next ? ready : next);
            }

            return run.Report();
        }
        finally
        {
            if (rate > 0)
            {
                world.Clock.Set(world.Clock.GetUtcNow(), rate);
            }

            await WorldSettings.SaveClockAsync(world, CancellationToken.None);
            ReleaseUnlessFrozen();
            _turn.Release();
        }
    }

    private async ValueTask SetAsync(DateTimeOffset? at, double rate, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (rate == 0)
            {
                world.Background.Hold();
            }

            world.Clock.Set(at ?? world.Clock.GetUtcNow(), rate);
            await WorldSettings.SaveClockAsync(world, CancellationToken.None);
        }
        finally
        {
            ReleaseUnlessFrozen();
            _turn.Release();
        }
    }

    private void ReleaseUnlessFrozen()
    {
        if (world.Clock.Rate > 0)
        {
            world.Background.Release();
        }
    }

    private sealed class Run(World world, JobPump pump, CancellationToken cancellation)
    {
        private readonly List<JobReport> _jobs = [];
        private readonly List<JobReport> _failures = [];
        private readonly long _invocationsBefore = world.Background.Invocations;
        private int _count;
        private int _rounds;

        internal TimeReport Report() => new(world.Clock.GetUtcNow(), _count, _jobs, _failures, world.Background.Invocations - _invocationsBefore);

        internal async ValueTask SettleAsync()
        {
            while (true)
            {
                // What ran before the world was held ends first, so that it cannot change what is found due.
                await pump.WhenNothingRunsAsync(cancellation);
                await world.Background.WhenIdleAsync(cancellation);
                if (await RunJobAsync() || await StepAsync())
                {
                    if (++_rounds > RoundsMax)
                    {
                        throw new UnsettledException($"World {world.Name} has not come to rest after {RoundsMax} rounds: what it does keeps causing more.");
                    }

                    continue;
                }

                if (await pump.IsQuietAsync(cancellation))
                {
                    return;
                }
            }
        }

        /// <summary>When standing work next has something to do; what is not in the future is nothing to wait for.</summary>
        internal async ValueTask<DateTimeOffset?> NextReadyAsync()
        {
            var now = world.Clock.GetUtcNow();
            DateTimeOffset? first = null;
            foreach (var work in world.Background.Standing)
            {
                if (await work.NextAsync() is { } next && next > now && !(first <= next))
                {
                    first = next;
                }
            }

            return first;
        }

        private async ValueTask<bool> RunJobAsync()
        {
            cancellation.ThrowIfCancellationRequested();
            if (await pump.RunNextAsync(cancellation) is not { } report)
            {
                return false;
            }

            _count++;
            if (_jobs.Count < TimeReport.JobsMax)
            {
                _jobs.Add(report);
            }

            if (report.Problem is not null && _failures.Count < TimeReport.JobsMax)
            {
                _failures.Add(report);
            }

            return true;
        }

        private async ValueTask<bool> StepAsync()
        {
            var hasWorked = false;
            foreach (var work in world.Background.Standing)
            {
                cancellation.ThrowIfCancellationRequested();
                hasWorked |= await work.StepAsync();
            }

            return hasWorked;
        }
    }
}
