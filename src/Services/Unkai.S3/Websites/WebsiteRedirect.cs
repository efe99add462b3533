namespace Unkai.S3.Websites;

/// <summary>Where a request goes instead.</summary>
/// <param name="Status">301 to 399.</param>
/// <param name="Protocol">Null for the request's own.</param>
/// <param name="Host">Null for the request's own.</param>
/// <param name="Key">The key there.</param>
public sealed record WebsiteRedirect(int Status, string? Protocol, string? Host, string Key);
