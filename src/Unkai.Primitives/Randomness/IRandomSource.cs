namespace Unkai;

/// <summary>Where ids, tokens and jitter come from: cryptographic by default, seeded in a world that replays.</summary>
public interface IRandomSource
{
    /// <summary>Fills <paramref name="target"/> with random bytes.</summary>
    void Fill(Span<byte> target);
}
