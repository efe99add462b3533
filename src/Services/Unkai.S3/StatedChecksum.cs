using Unkai.Api;

namespace Unkai.S3;

/// <summary>The flexible checksum that a request states: in a header, or in a trailer behind the body.</summary>
/// <param name="Algorithm">Null when it states none.</param>
/// <param name="Value">The header's value in base64; null when it comes in a trailer or not at all.</param>
/// <param name="TrailerName">The trailer's name, or null.</param>
/// <remarks>Source: Amazon S3 User Guide, "Checking object integrity for data uploads".</remarks>
internal readonly record struct StatedChecksum(ChecksumAlgorithm? Algorithm, string? Value, string? TrailerName)
{
    private const string TrailerPrefix = "x-amz-checksum-";

    /// <summary>Reads the members that PutObject and UploadPart share.</summary>
    internal static Outcome<StatedChecksum> From(string? algorithmName, string? crc32, string? crc32C, string? crc64Nvme, string? sha1, string? sha256)
    {
        if (algorithmName is not null && Checksums.Parse(algorithmName) is null)
        {
            return S3Errors.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }

        StatedChecksum? found = null;
        foreach (var (algorithm, value) in new (ChecksumAlgorithm, string?)[]
        {
            (ChecksumAlgorithm.Crc32, crc32), (ChecksumAlgorithm.Crc32C, crc32C), (ChecksumAlgorithm.Crc64Nvme, crc64Nvme), (ChecksumAlgorithm.Sha1, sha1), (ChecksumAlgorithm.Sha256, sha256),
        })
        {
            if (value is null)
            {
                continue;
            }

            if (found is not null)
            {
                return S3Errors.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            }

            found = new StatedChecksum(algorithm, value, null);
        }

        if (found is { } stated && algorithmName is not null && Checksums.Parse(algorithmName) != stated.Algorithm)
        {
            return S3Errors.InvalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.");
        }

        return found ?? new StatedChecksum(Checksums.Parse(algorithmName), null, null);
    }

    /// <summary>Adds what the body's framing announces.</summary>
    internal Outcome<StatedChecksum> WithTrailers(ITrailers? trailers)
    {
        foreach (var name in trailers?.Announced ?? [])
        {
            if (name.StartsWith(TrailerPrefix, StringComparison.Ordinal) && name != "x-amz-checksum-type")
            {
                return Checksums.Parse(name[TrailerPrefix.Length..]) is { } algorithm && (Algorithm is null || Algorithm == algorithm)
                    ? new StatedChecksum(algorithm, Value, name)
                    : S3Errors.InvalidRequest("The value specified in the x-amz-trailer header is not supported");
            }
        }

        return this;
    }
}
