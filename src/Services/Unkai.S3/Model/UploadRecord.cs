namespace Unkai.S3.Model;

/// <summary>A multipart upload under way.</summary>
internal sealed record UploadRecord
{
    public required DateTimeOffset Initiated { get; init; }

    public required string Initiator { get; init; }

    /// <summary>What the object will be but for its bytes, in the codec of objects.</summary>
    public required byte[] Template { get; init; }

    public string? ChecksumAlgorithm { get; init; }

    public string? ChecksumType { get; init; }
}
