namespace Unkai.Cloud.Faults;

/// <summary>A normal distribution; what falls below zero is zero.</summary>
public sealed record NormalLatency(TimeSpan Mean, TimeSpan Deviation) : Latency
{
    /// <inheritdoc/>
    protected override double DrawSeconds(IRandomSource random)
    {
        // Box and Muller; 1 - u is never zero.
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return Mean.TotalSeconds + (Deviation.TotalSeconds * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
