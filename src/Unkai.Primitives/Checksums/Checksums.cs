using System.Buffers.Binary;

namespace Unkai;

/// <summary>Makes checksums by algorithm or by AWS's name.</summary>
public static class Checksums
{
    private static readonly CrcCombination s_crc64 = new(Crc64Nvme.Polynomial, 64);
    private static readonly CrcCombination s_crc32 = new(Crc32.Polynomial, 32);
    private static readonly CrcCombination s_crc32C = new(Crc32C.Polynomial, 32);

    /// <summary>A fresh checksum.</summary>
    public static Checksum Create(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => new Crc32(),
        ChecksumAlgorithm.Crc32C => new Crc32C(),
        ChecksumAlgorithm.Crc64Nvme => new Crc64Nvme(),
        ChecksumAlgorithm.XxHash64 => new XxHash64(),
        ChecksumAlgorithm.XxHash3 => new XxHash3(isWide: false),
        ChecksumAlgorithm.XxHash128 => new XxHash3(isWide: true),
        _ => new Digest(algorithm),
    };

    /// <summary>The checksum of two pieces from the checksum of each, where the algorithm is a CRC; null where it is not.</summary>
    /// <param name="algorithm">The algorithm of both.</param>
    /// <param name="first">The first piece's checksum, as <see cref="Checksum.Current"/> gives it.</param>
    /// <param name="second">The second piece's.</param>
    /// <param name="secondBytes">How long the second piece is.</param>
    public static byte[]? Combine(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, long secondBytes)
    {
        switch (algorithm)
        {
            case ChecksumAlgorithm.Crc64Nvme:
                var wide = new byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64BigEndian(wide, s_crc64.Combine(BinaryPrimitives.ReadUInt64BigEndian(first), BinaryPrimitives.ReadUInt64BigEndian(second), secondBytes));
                return wide;
            case ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C:
                var combination = algorithm == ChecksumAlgorithm.Crc32 ? s_crc32 : s_crc32C;
                var narrow = new byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32BigEndian(narrow, (uint)combination.Combine(BinaryPrimitives.ReadUInt32BigEndian(first), BinaryPrimitives.ReadUInt32BigEndian(second), secondBytes));
                return narrow;
            default:
                return null;
        }
    }

    /// <summary>The algorithm behind AWS's name for it (<c>CRC32</c>, <c>CRC32C</c>, <c>CRC64NVME</c>, <c>SHA1</c>, <c>SHA256</c>, <c>SHA512</c>, <c>XXHASH64</c>, <c>XXHASH3</c>, <c>XXHASH128</c>, <c>MD5</c>), in any case; null for another.</summary>
    public static ChecksumAlgorithm? Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "CRC32" => ChecksumAlgorithm.Crc32,
        "CRC32C" => ChecksumAlgorithm.Crc32C,
        "CRC64NVME" => ChecksumAlgorithm.Crc64Nvme,
        "SHA1" => ChecksumAlgorithm.Sha1,
        "SHA256" => ChecksumAlgorithm.Sha256,
        "SHA512" => ChecksumAlgorithm.Sha512,
        "XXHASH64" => ChecksumAlgorithm.XxHash64,
        "XXHASH3" => ChecksumAlgorithm.XxHash3,
        "XXHASH128" => ChecksumAlgorithm.XxHash128,
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
        ChecksumAlgorithm.XxHash3 => "XXHASH3",
        ChecksumAlgorithm.XxHash128 => "XXHASH128",
        _ => "MD5",
    };
}
