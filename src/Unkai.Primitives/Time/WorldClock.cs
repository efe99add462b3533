namespace Unkai;

/// <summary>A world's time, from which every duration that AWS promises counts. It runs, runs fast, or stands still.</summary>
/// <remarks>Timers made from it fire on the machine's time scaled by the rate; jobs, not timers, are how services wait.</remarks>
public sealed class WorldClock : TimeProvider
{
    /// <summary>How many settings are remembered for <see cref="TimeAt"/>.</summary>
    private const int HistoryMax = 256;

    private readonly MachineClock _machine;
    private readonly Lock _setting = new();
    private volatile Reading _reading;
    private volatile Reading[] _history;

    /// <summary>A clock that goes as the machine's.</summary>
    public WorldClock(MachineClock machine)
        : this(machine, [])
    {
    }

    /// <summary>A clock that goes on from its past settings, the last one being in force: frozen where it was frozen, else as if it had run all the while.</summary>
    public WorldClock(MachineClock machine, IReadOnlyList<ClockSetting> settings)
    {
        _machine = machine;
        _history = HistoryOf(settings);
        _reading = ReadingOf(settings);
    }

    /// <summary>Raised after the clock was set, frozen or given another rate: whoever waits for a world's time reads it again.</summary>
    public event Action? Changed;

    /// <summary>World seconds for each machine second; 0 when frozen.</summary>
    public double Rate => _reading.Rate;

    /// <summary>Whether it was never set, and so is the machine's.</summary>
    public bool IsMachineTime => _history.Length == 0;

    /// <summary>What it was set to so far, the setting in force last: enough to go on from.</summary>
    public IReadOnlyList<ClockSetting> Settings
    {
        get
        {
            lock (_setting)
            {
                return [.. _history.Append(_reading).Select(reading => new ClockSetting(reading.WorldTime, reading.MachineTime, reading.Rate))];
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var reading = _reading;
        return reading.Rate == 0 ? reading.WorldTime : reading.WorldTime + (_machine.ElapsedSince(reading.MachineTimestamp) * reading.Rate);
    }

    /// <summary>Sets the world's time, and how fast it goes on from there (0 freezes it).</summary>
    public void Set(DateTimeOffset time, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        lock (_setting)
        {
            _history = [.. _history.TakeLast(HistoryMax - 1), _reading];
            _reading = new Reading(time, _machine.UtcNow, _machine.Timestamp, rate);
        }

        Changed?.Invoke();
    }

    /// <summary>Moves a frozen clock on to <paramref name="time"/> as a part of the setting in force: on the way of an advance, which is one setting.</summary>
    /// <exception cref="InvalidOperationException">The clock runs.</exception>
    public void Step(DateTimeOffset time)
    {
        lock (_setting)
        {
            if (_reading.Rate != 0)
            {
                throw new InvalidOperationException("Only a frozen clock goes in steps.");
            }

            _reading = new Reading(time, _machine.UtcNow, _machine.Timestamp, 0);
        }

        Changed?.Invoke();
    }

    /// <summary>Goes on as another clock of the same world that was set: from its settings, as the constructor does.</summary>
    public void Follow(IReadOnlyList<ClockSetting> settings)
    {
        lock (_setting)
        {
            _history = HistoryOf(settings);
            _reading = ReadingOf(settings);
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

    private static Reading[] HistoryOf(IReadOnlyList<ClockSetting> settings) =>
        [.. settings.TakeLast(HistoryMax - 1).Select(setting => new Reading(setting.WorldTime, setting.MachineTime, 0, setting.Rate))];

    private Reading ReadingOf(IReadOnlyList<ClockSetting> settings)
    {
        var now = _machine.UtcNow;
        if (settings.Count == 0)
        {
            return new Reading(now, now, _machine.Timestamp, 1);
        }

        var (time, set, rate) = settings[^1];
        var passed = now > set ? now - set : TimeSpan.Zero;
        return new Reading(time + (passed * rate), now, _machine.Timestamp, rate);
    }

    private sealed record Reading(DateTimeOffset WorldTime, DateTimeOffset MachineTime, long MachineTimestamp, double Rate);
}
