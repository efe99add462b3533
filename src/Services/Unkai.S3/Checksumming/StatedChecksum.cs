using Unkai.Api;

namespace Unkai.S3.Checksumming;

/// <summary>The flexible checksum that a request states: in a header, or in a trailer behind the body.</summary>
/// <param name="Algorithm">Null when it states none.</param>
/// <param name="Value">The header's value in base64; null when it comes in a trailer or not at all.</param>
/// <param name="TrailerName">The trailer's name, or null.</param>
/// <remarks>Source: Amazon S3 User Guide, "Checking object integrity for data uploads".</remarks>
internal readonly record struct StatedChecksum(ChecksumAlgorithm? Algorithm, string? Value, string? TrailerName)
{
    private const string TrailerPrefix = "x-amz-checksum-";

    /// <summary>Reads the members that PutObject and UploadPart share.</summary>
    internal static Outcome<StatedChecksum> From(Shape request, string? algorithmName)
    {
        if (algorithmName is not null && Checksums.Parse(algorithmName) is null)
        {
            return S3Errors.UnknownChecksumAlgorithm;
        }

        StatedChecksum? found = null;
        foreach (var checksum in ObjectChecksum.StatedIn(request))
        {
            if (found is not null)
            {
                return S3Errors.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            }

            found = new StatedChecksum(Checksums.Parse(checksum.Algorithm), checksum.Value, null);
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
                if (Value is not null)
                {
                    return S3Errors.InvalidRequest("Expecting a single x-amz-checksum- header");
                }

                return Checksums.Parse(name[TrailerPrefix.Length..]) is { } algorithm && (Algorithm is null || Algorithm == algorithm)
                    ? new StatedChecksum(algorithm, null, name)
                    : S3Errors.InvalidRequest("The value specified in the x-amz-trailer header is not supported");
            }
        }

        return Algorithm is not null && Value is null
            ? S3Errors.InvalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.")
            : this;
    }
}
