using System.Text.Json.Serialization;

namespace Unkai.Cloud.Faults;

/// <summary>How long something is held up: a distribution.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(UniformLatency), "uniform")]
[JsonDerivedType(typeof(NormalLatency), "normal")]
[JsonDerivedType(typeof(ExponentialLatency), "exponential")]
[JsonDerivedType(typeof(PercentileLatency), "percentiles")]
public abstract record Latency
{
    /// <summary>The longest that is ever drawn; what a distribution would draw above it is cut to it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(15);

    /// <summary>None at all.</summary>
    public static Latency None { get; } = new UniformLatency(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Draws one, from zero to <see cref="Longest"/>.</summary>
    public TimeSpan Draw(IRandomSource random)
    {
        var seconds = DrawSeconds(random);
        return seconds <= 0 ? TimeSpan.Zero : seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Draws one in seconds; it may lie outside the range.</summary>
    protected abstract double DrawSeconds(IRandomSource random);
}
