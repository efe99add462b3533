namespace Unkai;

/// <summary>A world's time, from which every duration that AWS promises counts. It runs, runs fast, or stands still.</summary>
/// <remarks>Timers made from it fire on the machine's time scaled by the rate; jobs, not timers, are how services wait.</remarks>
public sealed class WorldClock(MachineClock machine) : TimeProvider
{
    private volatile Reading _reading = new(machine.UtcNow, machine.Timestamp, 1);

    /// <summary>Raised after the clock was set, frozen or given another rate: whoever waits for a world's time reads it again.</summary>
    public event Action? Changed;

    /// <summary>World seconds for each machine second; 0 when frozen.</summary>
    public double Rate => _reading.Rate;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var reading = _reading;
        return reading.Rate == 0 ? reading.WorldTime : reading.WorldTime + (machine.ElapsedSince(reading.MachineTimestamp) * reading.Rate);
    }

    /// <summary>Sets the world's time, and how fast it goes on from there (0 freezes it).</summary>
    public void Set(DateTimeOffset time, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        _reading = new Reading(time, machine.Timestamp, rate);
        Changed?.Invoke();
    }

    /// <summary>Machine time until the world's time reaches <paramref name="due"/>; <see cref="Timeout.InfiniteTimeSpan"/> when frozen before it.</summary>
    public TimeSpan MachineTimeUntil(DateTimeOffset due)
    {
        var left = due - GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var rate = Rate;
        return rate == 0 ? Timeout.InfiniteTimeSpan : left / rate;
    }

    private sealed record Reading(DateTimeOffset WorldTime, long MachineTimestamp, double Rate);
}
