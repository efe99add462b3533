namespace Unkai.Cloud;

/// <summary>Numbers the calls of a world with a seed, and gives each its own chance.</summary>
/// <param name="seed">The world's seed.</param>
/// <param name="first">The first number of this run of the world: no run uses another's.</param>
public sealed class CallNumbers(ulong seed, ulong first)
{
    /// <summary>How many numbers one run of a world sets aside: more than it can come to.</summary>
    public const uint ReservedCount = uint.MaxValue;

    private ulong _next = first;

    /// <summary>The seed.</summary>
    public ulong Seed => seed;

    /// <summary>The chance of the next call.</summary>
    public CallRandomSource Next() => new(seed, Interlocked.Increment(ref _next) - 1);
}
