namespace Unkai.Cloud.Faults;

/// <summary>A table as monitoring shows it: so many percent take at most so long. Between its points the distribution is straight; below the first and above the last it is flat.</summary>
/// <param name="Points">In rising order of both, at least one.</param>
public sealed record PercentileLatency(IReadOnlyList<LatencyPercentile> Points) : Latency
{
    /// <inheritdoc/>
    protected override double DrawSeconds(IRandomSource random)
    {
        var percent = 100 * random.NextDouble();
        var below = Points[0];
        foreach (var point in Points)
        {
            if (percent <= point.Percent)
            {
                var share = point.Percent > below.Percent ? (percent - below.Percent) / (point.Percent - below.Percent) : 0;
                return below.Value.TotalSeconds + ((point.Value - below.Value).TotalSeconds * Math.Max(share, 0));
            }

            below = point;
        }

        return below.Value.TotalSeconds;
    }
}
