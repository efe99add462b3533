using Unkai.Cloud;

namespace Unkai.Testing;

/// <summary>A world's time: every duration that AWS promises counts from it. It runs until it is frozen.</summary>
public sealed class UnkaiClock
{
    private readonly UnkaiWorld _world;

    internal UnkaiClock(UnkaiWorld world) => _world = world;

    /// <summary>The world's time now.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellation = default) => (await _world.FindAsync(cancellation)).World.Clock.GetUtcNow();

    /// <summary>Stops time, at <paramref name="at"/> when it is given: nothing due happens by itself from then on.</summary>
    public async Task FreezeAsync(DateTimeOffset? at = null, CancellationToken cancellation = default) => await (await _world.FindAsync(cancellation)).Time.FreezeAsync(at, cancellation);

    /// <summary>Lets time run at <paramref name="rate"/> world seconds a second (above 0, at most 1,000,000), from <paramref name="at"/> when it is given.</summary>
    public async Task RunAsync(double rate = 1, DateTimeOffset? at = null, CancellationToken cancellation = default) =>
        await (await _world.FindAsync(cancellation)).Time.RunAsync(rate, at, cancellation);

    /// <summary>Turns time forward: every job due until then runs in due order, the clock standing at its time, and what they cause.</summary>
    /// <param name="by">Above zero, at most 36,525 days.</param>
    /// <param name="cancellation">Stops on the way: the clock stays where it has come to.</param>
    /// <returns>What ran, and what failed.</returns>
    /// <exception cref="UnsettledException">It does not come to rest.</exception>
    public async Task<TimeReport> AdvanceAsync(TimeSpan by, CancellationToken cancellation = default) => await (await _world.FindAsync(cancellation)).Time.AdvanceAsync(by, cancellation);

    /// <summary>Runs what is due now, and what that causes, until nothing is due or running, function invocations included.</summary>
    /// <returns>What ran, and what failed.</returns>
    /// <exception cref="UnsettledException">It does not come to rest.</exception>
    public async Task<TimeReport> SettleAsync(CancellationToken cancellation = default) => await (await _world.FindAsync(cancellation)).Time.SettleAsync(cancellation);

    /// <summary>Completes when a URL that is signed now counts as signed after the last setting of the clock: signing dates have whole seconds, so this takes up to one.</summary>
    public async Task WhenSigningIsClearAsync(CancellationToken cancellation = default)
    {
        var clock = (await _world.FindAsync(cancellation)).World.Clock;
        if (clock.IsMachineTime)
        {
            return;
        }

        var machine = MachineClock.Instance;
        var set = clock.Settings[^1].MachineTime;
        var next = new DateTimeOffset(set.Ticks - (set.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddSeconds(1);
        for (var left = next - machine.UtcNow; left > TimeSpan.Zero; left = next - machine.UtcNow)
        {
            await machine.DelayAsync(left + TimeSpan.FromMilliseconds(1), cancellation);
        }
    }
}
