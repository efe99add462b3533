using Unkai.Storage;

namespace Unkai.S3.Model;

/// <summary>One part of a multipart upload; it stays as a piece of the object once that is complete.</summary>
internal sealed record PartRecord
{
    /// <summary>The MD5 in hexadecimal.</summary>
    public required string ETag { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required Body Body { get; init; }

    /// <summary>The first counter block of the bytes, where a customer's key hides them; else empty.</summary>
    public ReadOnlyMemory<byte> Nonce { get; init; }

    public string? ChecksumAlgorithm { get; init; }

    /// <summary>In base64.</summary>
    public string? Checksum { get; init; }
}
