namespace Unkai;

/// <summary>The checksums that AWS's clients send and S3 keeps.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Checking object integrity".</remarks>
public enum ChecksumAlgorithm
{
    /// <summary>CRC-32 of IEEE 802.3, 4 bytes.</summary>
    Crc32,

    /// <summary>CRC-32C of Castagnoli, 4 bytes.</summary>
    Crc32C,

    /// <summary>CRC-64 of the NVM Express specification, 8 bytes.</summary>
    Crc64Nvme,

    /// <summary>SHA-1, 20 bytes.</summary>
    Sha1,

    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256,

    /// <summary>SHA-512, 64 bytes.</summary>
    Sha512,

    /// <summary>XXH64 with seed 0, 8 bytes.</summary>
    XxHash64,

    /// <summary>XXH3 of 64 bits with seed 0, 8 bytes.</summary>
    XxHash3,

    /// <summary>XXH3 of 128 bits with seed 0, 16 bytes.</summary>
    XxHash128,

    /// <summary>MD5, 16 bytes: ETags and <c>Content-MD5</c>.</summary>
    Md5,
}
