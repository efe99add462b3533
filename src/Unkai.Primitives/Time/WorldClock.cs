namespace Unkai;

/// <summary>A world's time, from which every duration that AWS promises counts. It runs, runs fast, or stands still.</summary>
/// <remarks>Timers made from it fire on the machine's time scaled by the rate; jobs, not timers, are how services wait.</remarks>
public sealed class WorldClock(MachineClock machine) : TimeProvider
{
    /// <summary>How many settings are remembered for <see cref="TimeAt"/>.</summary>
    private const int HistoryMax = 256;

    private readonly Lock _setting = new();
    private volatile Reading _reading = new(machine.UtcNow, machine.UtcNow, machine.Timestamp, 1);
    private volatile Reading[] _history = [];

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
        lock (_setting)
        {
            _history = [.. _history.TakeLast(HistoryMax - 1), _reading];
            _reading = new Reading(time, machine.UtcNow, machine.Timestamp, rate);
        }

        Changed?.Invoke();
    }

    /// <summary>The world's time when the machine's was <paramref name="machineTime"/>: what a client's signing date means here.</summary>
    /// <remarks>Signing dates have whole seconds: what was signed in the second of a setting counts as signed before it.</remarks>
    public DateTimeOffset TimeAt(DateTimeOffset machineTime)
    {
        var history = _history;
        var reading = _reading;
        for (var i = history.Length - 1; i >= 0 && reading.MachineTime > machineTime; i--)
        {
            reading = history[i];
        }

        return reading.WorldTime + ((machineTime - reading.MachineTime) * reading.Rate);
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

    private sealed record Reading(DateTimeOffset WorldTime, DateTimeOffset MachineTime, long MachineTimestamp, double Rate);
}
