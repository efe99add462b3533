namespace Unkai.S3.Model;

/// <summary>One routing rule of a website: where requests go that begin so, or that would fail so.</summary>
internal sealed record WebsiteRuleRecord
{
    public string? KeyPrefix { get; init; }

    /// <summary>The status that the request would have, or null.</summary>
    public string? ErrorCode { get; init; }

    public bool HasCondition { get; init; }

    public string? Host { get; init; }

    public string? Protocol { get; init; }

    public string? ReplaceKeyPrefixWith { get; init; }

    public string? ReplaceKeyWith { get; init; }

    /// <summary>The redirect's status; null for 301.</summary>
    public string? HttpCode { get; init; }
}
