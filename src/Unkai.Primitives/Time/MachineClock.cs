namespace Unkai;

/// <summary>The machine's own monotonic time: what waits on a process, socket or disk, and what clients sign with.</summary>
/// <remarks>Durations that AWS promises (visibility, retention, expiry) are the world's: see <see cref="WorldClock"/>.</remarks>
public class MachineClock
{
#pragma warning disable RS0030 // This is the seam: the one place that reads the machine's clock.
    private static readonly TimeProvider s_system = TimeProvider.System;
#pragma warning restore RS0030

    /// <summary>The clock of the machine that this process runs on.</summary>
    public static MachineClock Instance { get; } = new();

    /// <summary>The provider behind this clock, for timers and cancellation.</summary>
    public virtual TimeProvider Provider => s_system;

    /// <summary>The machine's calendar time in UTC; it can jump when the machine's clock is set.</summary>
    public DateTimeOffset UtcNow => Provider.GetUtcNow();

    /// <summary>A monotonic reading, for <see cref="ElapsedSince"/>.</summary>
    public long Timestamp => Provider.GetTimestamp();

    /// <summary>Real time since <paramref name="timestamp"/> was read.</summary>
    public TimeSpan ElapsedSince(long timestamp) => Provider.GetElapsedTime(timestamp);

    /// <summary>Completes after <paramref name="delay"/> of real time.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, Provider, cancellation);

    /// <summary>A source whose token is cancelled after <paramref name="delay"/> of real time.</summary>
    public CancellationTokenSource CancelAfter(TimeSpan delay) => new(delay, Provider);
}
