namespace Unkai;

/// <summary>Makes checksums by algorithm or by AWS's name.</summary>
public static class Checksums
{
    /// <summary>A fresh checksum.</summary>
    public static Checksum Create(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => new Crc32(),
        ChecksumAlgorithm.Crc32C => new Crc32C(),
        ChecksumAlgorithm.Crc64Nvme => new Crc64Nvme(),
        ChecksumAlgorithm.XxHash64 => new XxHash64(),
        _ => new Digest(algorithm),
    };

    /// <summary>The algorithm behind AWS's name for it (<c>CRC32</c>, <c>CRC32C</c>, <c>CRC64NVME</c>, <c>SHA1</c>, <c>SHA256</c>, <c>SHA512</c>, <c>XXHASH64</c>, <c>MD5</c>), in any case; null for another.</summary>
    public static ChecksumAlgorithm? Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "CRC32" => ChecksumAlgorithm.Crc32,
        "CRC32C" => ChecksumAlgorithm.Crc32C,
        "CRC64NVME" => ChecksumAlgorithm.Crc64Nvme,
        "SHA1" => ChecksumAlgorithm.Sha1,
        "SHA256" => ChecksumAlgorithm.Sha256,
        "SHA512" => ChecksumAlgorithm.Sha512,
        "XXHASH64" => ChecksumAlgorithm.XxHash64,
        "MD5" => ChecksumAlgorithm.Md5,
        _ => null,
    };

    /// <summary>AWS's name for the algorithm.</summary>
    public static string NameOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => "CRC32",
        ChecksumAlgorithm.Crc32C => "CRC32C",
        ChecksumAlgorithm.Crc64Nvme => "CRC64NVME",
        ChecksumAlgorithm.Sha1 => "SHA1",
        ChecksumAlgorithm.Sha256 => "SHA256",
        ChecksumAlgorithm.Sha512 => "SHA512",
        ChecksumAlgorithm.XxHash64 => "XXHASH64",
        _ => "MD5",
    };
}
