namespace Unkai.Cloud.Faults;

/// <summary>An exponential distribution: mostly short, now and then long.</summary>
public sealed record ExponentialLatency(TimeSpan Mean) : Latency
{
    /// <inheritdoc/>
    protected override double DrawSeconds(IRandomSource random) => -Mean.TotalSeconds * Math.Log(1 - random.NextDouble());
}
