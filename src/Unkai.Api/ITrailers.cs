namespace Unkai.Api;

/// <summary>A body's stream that ends in trailers: S3's flexible checksums come so.</summary>
public interface ITrailers
{
    /// <summary>The trailers that the request announced, lower-case, before the body is read.</summary>
    IReadOnlyList<string> Announced { get; }

    /// <summary>A trailer's value; null when it has not come, which is known once the stream has been read to its end.</summary>
    string? Find(string name);
}
