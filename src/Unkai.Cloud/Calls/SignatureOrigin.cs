namespace Unkai.Cloud;

/// <summary>How a request is signed, as S3's policies may ask.</summary>
/// <param name="AuthType"><c>REST-HEADER</c>, <c>REST-QUERY-STRING</c> or <c>POST</c>.</param>
/// <param name="Version"><c>AWS4-HMAC-SHA256</c> or <c>AWS</c>.</param>
/// <param name="SignedAt">When, by the machine's time; null where the request does not say.</param>
public sealed record SignatureOrigin(string AuthType, string Version, DateTimeOffset? SignedAt)
{
    /// <summary>What the request declares of its body (<c>x-amz-content-sha256</c>): a hash, or <c>UNSIGNED-PAYLOAD</c>; null where it says nothing.</summary>
    public string? ContentSha256 { get; init; }
}
