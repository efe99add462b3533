namespace Unkai.Storage.Torture;

/// <summary>A machine's clock whose monotonic time leaps at each look, so that nothing waits for its next try, and whose calendar is moved by hand.</summary>
internal sealed class TortureClock : MachineClock
{
    private readonly LeapingTime _time = new();

    public override TimeProvider Provider => _time;

    internal void Move(TimeSpan time) => _time.Now += time;

    private sealed class LeapingTime : TimeProvider
    {
        private long _timestamp;

        internal DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => 1;

        public override DateTimeOffset GetUtcNow() => Now;

        /// <summary>The log's sync each second never comes by itself: clients ask for it, so that a round is the same each time.</summary>
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime == Timeout.InfiniteTimeSpan ? new NoTimer() : base.CreateTimer(callback, state, dueTime, period);

        public override long GetTimestamp() => Interlocked.Add(ref _timestamp, 20);
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
