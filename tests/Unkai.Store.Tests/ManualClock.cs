namespace Unkai.Storage.Tests;

/// <summary>A machine's clock that tests move; timers are the system's.</summary>
public sealed class ManualClock : MachineClock
{
    private readonly ManualProvider _provider = new();

    public override TimeProvider Provider => _provider;

    public void Move(TimeSpan time) => _provider.Now += time;

    private sealed class ManualProvider : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
