using Unkai.Cloud.Faults;

namespace Unkai.Cloud.Tests.Faults;

public sealed class LatencyTests
{
    private const int Draws = 20_000;

    [Fact]
    public void A_fixed_one_draws_nothing()
    {
        var random = new SeededRandomSource(1, 1);
        var untouched = random.Copy();

        Assert.Equal(TimeSpan.FromMilliseconds(20), new UniformLatency(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)).Draw(random));
        Assert.Equal(untouched.NextUInt64(), random.NextUInt64());
    }

    [Fact]
    public void A_normal_one_has_its_mean_and_spread_and_never_goes_back_in_time()
    {
        var drawn = Draw(new NormalLatency(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20)));
        var mean = drawn.Average();

        Assert.InRange(mean, 99, 101);
        Assert.InRange(Math.Sqrt(drawn.Average(value => (value - mean) * (value - mean))), 19, 21);
        Assert.All(Draw(new NormalLatency(TimeSpan.Zero, TimeSpan.FromSeconds(1))), value => Assert.True(value >= 0));
    }

    [Fact]
    public void An_exponential_one_has_its_mean_and_its_tail()
    {
        var drawn = Draw(new ExponentialLatency(TimeSpan.FromMilliseconds(100)));

        Assert.InRange(drawn.Average(), 97, 103);
        Assert.InRange(drawn.Count(value => value > 300) / (double)Draws, 0.04, 0.06); // e to the power of -3
    }

    [Fact]
    public void A_table_of_percentiles_is_met()
    {
        var drawn = Draw(new PercentileLatency([new(50, TimeSpan.FromMilliseconds(20)), new(90, TimeSpan.FromMilliseconds(100)), new(99, TimeSpan.FromSeconds(1))]));
        drawn.Sort();

        Assert.Equal(20, drawn[Draws / 4], 3);
        Assert.InRange(drawn[Draws * 70 / 100], 55, 65);
        Assert.InRange(drawn[Draws * 90 / 100], 96, 130);
        Assert.Equal(1_000, drawn[^1], 3);
    }

    [Fact]
    public void None_is_longer_than_the_longest() =>
        Assert.All(Draw(new ExponentialLatency(TimeSpan.FromDays(3_650))), value => Assert.True(value <= Latency.Longest.TotalMilliseconds));

    private static List<double> Draw(Latency latency)
    {
        var random = new SeededRandomSource(42, 1);
        return [.. Enumerable.Range(0, Draws).Select(_ => latency.Draw(random).TotalMilliseconds)];
    }
}
