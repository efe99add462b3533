using Unkai.S3.Model;

namespace Unkai.S3;

/// <summary>An object's or part's stored checksum, spread over the members that AWS has one an algorithm of.</summary>
internal readonly record struct ObjectChecksum(string? Algorithm, string? Value)
{
    internal string? Crc32 => Algorithm == "CRC32" ? Value : null;

    internal string? Crc32C => Algorithm == "CRC32C" ? Value : null;

    internal string? Crc64Nvme => Algorithm == "CRC64NVME" ? Value : null;

    internal string? Sha1 => Algorithm == "SHA1" ? Value : null;

    internal string? Sha256 => Algorithm == "SHA256" ? Value : null;

    internal static ObjectChecksum Of(ObjectRecord record) => new(record.ChecksumAlgorithm, record.Checksum);

    internal static ObjectChecksum Of(PartRecord part) => new(part.ChecksumAlgorithm, part.Checksum);
}
