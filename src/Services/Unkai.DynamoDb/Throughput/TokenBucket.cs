namespace Unkai.DynamoDb.Throughput;

/// <summary>What a table or index may still read or write: its rate, gathered over up to five minutes of the world's time.</summary>
/// <remarks>
/// Spending goes to a counter of its own, so that writers at one time do not conflict; a bucket says what there was when that counter stood at <paramref name="Spent"/>.
/// Source: DynamoDB Developer Guide, "Burst capacity": up to 300 seconds of unused capacity.
/// </remarks>
/// <param name="At">The world's time of <paramref name="Level"/>.</param>
/// <param name="Level">How many units there were; below zero after a request that took more than there was.</param>
/// <param name="Spent">What the counter said then, in halves of units.</param>
internal sealed record TokenBucket(DateTimeOffset At, double Level, long Spent)
{
    internal const double SpentPerUnit = 2;

    private const double BurstSeconds = 300;

    internal static TokenBucket Full(DateTimeOffset now, double unitsPerSecond, long spent) => new(now, unitsPerSecond * BurstSeconds, spent);

    /// <summary>The same bucket at a later time. A bucket is written anew each second that it is used, so that what was spent since was spent at its beginning.</summary>
    internal TokenBucket Later(DateTimeOffset now, double unitsPerSecond, long spent)
    {
        var seconds = Math.Max(0, (now - At).TotalSeconds);
        var left = Level - ((spent - Spent) / SpentPerUnit);
        return new TokenBucket(now > At ? now : At, Math.Min(unitsPerSecond * BurstSeconds, left + (unitsPerSecond * seconds)), spent);
    }
}
