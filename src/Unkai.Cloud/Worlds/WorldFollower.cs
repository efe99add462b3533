using Microsoft.Extensions.Logging;
using Unkai.Cloud.Jobs;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>Where several processes work on one store: takes over what another one sets a world's clock and fault rules to.</summary>
public sealed class WorldFollower(World world, JobPump pump, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_trouble = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _rules = [];
    private WorldSettings.Clock? _followed;
    private Task? _loop;

    /// <summary>Starts to follow; nothing where no other process works on the store.</summary>
    public void Start()
    {
        if (world.State.IsShared)
        {
            _rules.UnionWith(world.Faults.Rules.Select(static rule => rule.Id));
            _loop = Task.Run(RunAsync);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }

        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await FollowAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (WorldNotFoundException)
            {
                return;
            }
#pragma warning disable CA1031 // The top of a loop that must go on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                PipelineLog.FollowerFailed(logger, world.Name.Value, failure);
                await world.Machine.DelayAsync(s_trouble, CancellationToken.None);
            }
        }
    }

    private async Task FollowAsync()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnGone() => gone.TrySetResult();
        world.State.LeasesEnded += OnGone;
        try
        {
            var (clock, isOthers, isHeld, watch) = await world.State.ReadAsync(
                world.Name,
                async snapshot =>
                {
                    var clock = await WorldSettings.ReadClockAsync(snapshot);
                    await WorldFaults.FollowAsync(snapshot, world.Faults, _rules);
                    var isHeld = clock is { IsHeld: true, By: { } holder } && await snapshot.IsHeldElsewhereAsync(holder);
                    return (clock, clock?.By is { } by && by != snapshot.Holder, isHeld, snapshot.Watch(WorldSettings.Shared));
                },
                _stop.Token);
            using (watch)
            {
                if (isOthers)
                {
                    await FollowAsync(clock!, isHeld);
                }

                await (await Task.WhenAny(watch.WaitAsync(_stop.Token), gone.Task));
            }
        }
        finally
        {
            world.State.LeasesEnded -= OnGone;
        }
    }

    private async ValueTask FollowAsync(WorldSettings.Clock clock, bool isHeld)
    {
        if (_followed is null || !_followed.Settings.SequenceEqual(clock.Settings))
        {
            world.Clock.Follow(clock.Settings);
        }

        _followed = clock;
        if (isHeld || world.Clock.Rate == 0)
        {
            world.Background.Hold();
            await pump.GiveBackStandingAsync();
        }
        else
        {
            world.Background.Release();
        }
    }
}
