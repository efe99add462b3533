namespace Unkai.S3.Model;

/// <summary>How a bucket is a website.</summary>
internal sealed record WebsiteRecord
{
    /// <summary>Where all requests go instead, or null.</summary>
    public string? RedirectHost { get; init; }

    /// <summary><c>http</c> or <c>https</c>; null for the request's own.</summary>
    public string? RedirectProtocol { get; init; }

    /// <summary>What is served of a folder.</summary>
    public string? Index { get; init; }

    /// <summary>The key that is served with an error, or null.</summary>
    public string? ErrorKey { get; init; }

    public IReadOnlyList<WebsiteRuleRecord> Rules { get; init; } = [];
}
