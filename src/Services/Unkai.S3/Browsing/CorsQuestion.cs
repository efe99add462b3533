namespace Unkai.S3.Browsing;

/// <summary>What a page of another origin asks of a bucket.</summary>
/// <param name="Origin">Where the page is from.</param>
/// <param name="Method">What it does, or in a preflight is going to do.</param>
/// <param name="Headers">The headers that a preflight announces; none otherwise.</param>
public sealed record CorsQuestion(string Origin, string Method, IReadOnlyList<string> Headers);
