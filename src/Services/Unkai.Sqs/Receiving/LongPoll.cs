using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Sqs.Receiving;

/// <summary>The wait of one receive, from its arrival on: on the world's clock, and at most as long on the machine's, so that it ends on a frozen clock too.</summary>
internal sealed class LongPoll(Call call)
{
    private readonly long _started = call.World.Machine.Timestamp;
    private readonly DateTimeOffset _arrived = call.Clock.GetUtcNow();

    /// <summary>How long it waits; negative until that is known.</summary>
    internal int Seconds { get; set; } = -1;

    internal bool IsOver => Seconds >= 0 && (Left <= TimeSpan.Zero || call.Clock.GetUtcNow() >= Deadline);

    private DateTimeOffset Deadline => _arrived.AddSeconds(Seconds);

    private TimeSpan Left => TimeSpan.FromSeconds(Seconds) - call.World.Machine.ElapsedSince(_started);

    /// <summary>Until the queue changes, a hidden message is due, the clock is set, or the wait is over.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    internal async Task WaitAsync(Watch watch, DateTimeOffset? next)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged() => changed.TrySetResult();
        call.Clock.Changed += OnChanged;
        try
        {
            // The clock is read after the subscription, so that no change between the look and the wait is missed.
            var sleep = call.Clock.MachineTimeUntil(next < Deadline ? next.Value : Deadline);
            var left = Left;
            if (sleep == Timeout.InfiniteTimeSpan || sleep > left)
            {
                sleep = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }

            await Task.WhenAny(watch.WaitAsync(wake.Token), call.World.Machine.DelayAsync(sleep, wake.Token), changed.Task);
        }
        finally
        {
            call.Clock.Changed -= OnChanged;
            await wake.CancelAsync();
        }

        call.Cancellation.ThrowIfCancellationRequested();
    }
}
