namespace Unkai.S3.Model;

/// <summary>How a bucket encrypts what does not say how it wants to be.</summary>
internal sealed record BucketEncryptionRecord
{
    /// <summary><c>AES256</c>, <c>aws:kms</c> or <c>aws:kms:dsse</c>.</summary>
    public required string Algorithm { get; init; }

    public string? KmsKeyId { get; init; }

    public bool BucketKey { get; init; }

    /// <summary>What is blocked: <c>SSE-C</c> or nothing.</summary>
    public IReadOnlyList<string> Blocked { get; init; } = [];
}
