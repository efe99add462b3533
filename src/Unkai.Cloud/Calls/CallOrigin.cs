namespace Unkai.Cloud;

/// <summary>Where a call came in from outside: what returned URLs follow, and what policies may ask about.</summary>
/// <param name="BaseAddress">Scheme, host and port as the client named them, such as <c>http://127.0.0.1:4566</c>.</param>
/// <param name="SourceIp">The client's address as text, or null.</param>
/// <param name="UserAgent">The client's own words, or null.</param>
public sealed record CallOrigin(string BaseAddress, string? SourceIp, string? UserAgent)
{
    /// <summary>The page that the request came from, or null.</summary>
    public string? Referer { get; init; }

    /// <summary>How the request is signed; null for an unsigned one and inside the cloud.</summary>
    public SignatureOrigin? Signature { get; init; }
}
