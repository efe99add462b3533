namespace Unkai.Cloud.Faults;

/// <summary>Drawn evenly from <paramref name="Least"/> to <paramref name="Most"/>; fixed when they are the same, and then nothing is drawn.</summary>
public sealed record UniformLatency(TimeSpan Least, TimeSpan Most) : Latency
{
    /// <inheritdoc/>
    protected override double DrawSeconds(IRandomSource random) =>
        Least.TotalSeconds + (Most > Least ? (Most - Least).TotalSeconds * random.NextDouble() : 0);
}
