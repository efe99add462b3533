namespace Unkai.Cloud;

/// <summary>How a request is signed, as S3's policies may ask.</summary>
/// <param name="AuthType"><c>REST-HEADER</c>, <c>REST-QUERY-STRING</c> or <c>POST</c>.</param>
/// <param name="Version"><c>AWS4-HMAC-SHA256</c> or <c>AWS</c>.</param>
/// <param name="SignedAt">When, by the machine's time; null where the request does not say.</param>
public sealed record SignatureOrigin(string AuthType, string Version, DateTimeOffset? SignedAt);
