namespace Unkai.Wire.Signing;

/// <summary>What the front door knows of a request before it knows the caller.</summary>
public sealed record AuthenticationContext
{
    /// <summary>The world that the request goes to.</summary>
    public required WorldName World { get; init; }

    /// <summary>The world's time now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whose error codes are spoken.</summary>
    public required ErrorDialect Dialect { get; init; }

    /// <summary>Whether the operation may be called without a signature (S3, STS's federation).</summary>
    public bool AllowsAnonymous { get; init; }

    /// <summary>The bucket named by the host, or null.</summary>
    public string? VirtualBucket { get; init; }

    /// <summary>The bound of a body that is read whole, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Maps a client's signing time, which is the machine's, to the world's.</summary>
    public Func<DateTimeOffset, DateTimeOffset> WorldTimeOf { get; init; } = static time => time;

    /// <summary>Ends the reading.</summary>
    public CancellationToken Cancellation { get; init; }
}
