using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Uploads;

/// <summary>The checksum of an object that is completed from parts.</summary>
/// <param name="Algorithm">By AWS's name, or null.</param>
/// <param name="Value">In base64; a composite one ends in the number of parts.</param>
/// <param name="Type">FULL_OBJECT or COMPOSITE.</param>
/// <remarks>Source: Amazon S3 User Guide, "Full object and composite checksum types".</remarks>
internal readonly record struct UploadChecksum(string? Algorithm, string? Value, string? Type)
{
    /// <summary>The checksum of the whole object, when the upload wants one: of the parts' own where that can be, else by reading them. Otherwise nothing.</summary>
    internal static async ValueTask<Outcome<UploadChecksum>> OfWholeAsync(Call call, CompleteMultipartUploadRequest request)
    {
        var found = await call.ReadAsync(async snapshot => (
            Upload: await S3Tables.Uploads.GetAsync(snapshot, (request.Bucket!, request.Key!, request.UploadId!)),
            Parts: await PartList.ReadAsync(snapshot, request.UploadId!)));
        if (found.Upload is not { } upload)
        {
            return default(UploadChecksum);
        }

        if (request.ChecksumType is { } type && upload.ChecksumType is { } declared && type != declared)
        {
            return S3Errors.InvalidRequest($"The upload was created using the {declared} checksum mode. The complete request must use the same checksum mode.");
        }

        var algorithm = upload.ChecksumType is null ? ChecksumAlgorithm.Crc64Nvme : Checksums.Parse(upload.ChecksumAlgorithm)!.Value;
        if (upload.ChecksumType == "COMPOSITE")
        {
            return default(UploadChecksum);
        }

        var chosen = UploadParts.Choose(request.UploadId, request.MultipartUpload!.Parts!, found.Parts);
        if (chosen.IsError)
        {
            return chosen.Error;
        }

        var key = CheckKey(request, upload);
        if (key.IsError)
        {
            return key.Error;
        }

        if (Combined(algorithm, chosen.Value) is { } combined)
        {
            return new UploadChecksum(Checksums.NameOf(algorithm), Convert.ToBase64String(combined), "FULL_OBJECT");
        }

        // Without the customer's key, which completing does not demand, nothing can be read.
        if (key.Value is null && new ObjectCodec().Read(upload.Template).Sse is { IsCustomers: true })
        {
            return default(UploadChecksum);
        }

        var checksum = Checksums.Create(algorithm);
        await using var stream = EncryptedContent.OpenStream(
            call, [.. chosen.Value.Select(part => part.Body)], [.. chosen.Value.Select(part => part.Nonce)], key.Value, new ByteRange(0, chosen.Value.Sum(part => part.Size)));
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, call.Cancellation)) > 0)
        {
            checksum.Append(buffer.AsSpan(0, read));
        }

        return new UploadChecksum(Checksums.NameOf(algorithm), Convert.ToBase64String(checksum.Current()), "FULL_OBJECT");
    }

    /// <summary>The customer's key where one is stated; it must be the upload's.</summary>
    private static Outcome<CustomerKey?> CheckKey(CompleteMultipartUploadRequest request, UploadRecord upload)
    {
        var key = CustomerKey.Read(request);
        if (key.IsError || key.Value is null)
        {
            return key;
        }

        return new ObjectCodec().Read(upload.Template).Sse is not { IsCustomers: true } sse
            ? S3Errors.InvalidRequest("The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters.")
            : key.Value.Fits(sse) ? key : S3Errors.InvalidRequest("The provided encryption parameters did not match the ones used originally.");
    }

    /// <summary>The whole's CRC from the parts' own; null when they have not all one of this algorithm, or it is no CRC.</summary>
    private static byte[]? Combined(ChecksumAlgorithm algorithm, IReadOnlyList<PartRecord> parts)
    {
        byte[]? whole = null;
        foreach (var part in parts)
        {
            if (part.Checksum is null || Checksums.Parse(part.ChecksumAlgorithm) != algorithm)
            {
                return null;
            }

            var own = Convert.FromBase64String(part.Checksum);
            whole = whole is null ? own : Checksums.Combine(algorithm, whole, own, part.Size);
            if (whole is null)
            {
                return null;
            }
        }

        return whole;
    }

    /// <summary>A part of an upload that names an algorithm must have a checksum of that one.</summary>
    internal static AwsError? CheckPart(UploadRecord upload, StatedChecksum stated) =>
        upload.ChecksumAlgorithm is { } declared && stated.Algorithm is { } algorithm && Checksums.NameOf(algorithm) != declared
            ? Mismatch(declared, Checksums.NameOf(algorithm))
            : null;

    /// <summary>The same when the body has come, with its trailer; a composite checksum is of parts whose checksums the client states.</summary>
    internal static AwsError? CheckTaken(UploadRecord upload, BodyIntake taken) =>
        upload.ChecksumAlgorithm is not { } declared || (taken.StatesChecksum ? taken.AlgorithmName == declared : upload.ChecksumType != "COMPOSITE") ? null
        : Mismatch(declared, taken.StatesChecksum ? taken.AlgorithmName : null);

    private static AwsError Mismatch(string declared, string? actual) => S3Errors.InvalidRequest(
        $"Checksum Type mismatch occurred, expected checksum Type: {declared.ToLowerInvariant()}, actual checksum Type: {actual?.ToLowerInvariant() ?? "null"}");

    /// <summary>A composite checksum is of parts whose checksums the client knows.</summary>
    internal static AwsError? CheckStatedParts(UploadRecord upload, IReadOnlyList<CompletedPart> asked)
    {
        if (upload.ChecksumType != "COMPOSITE")
        {
            return null;
        }

        var missing = asked.FirstOrDefault(part => !ObjectChecksum.StatedIn(part).Any(stated => stated.Algorithm == upload.ChecksumAlgorithm));
        return missing is null ? null : S3Errors.InvalidRequest(string.Create(
            CultureInfo.InvariantCulture,
            $"The upload was created using a {upload.ChecksumAlgorithm!.ToLowerInvariant()} checksum. The complete request must include the checksum for each part. It was missing for part {missing.PartNumber} in the request."));
    }

    /// <summary>The checksum of the parts' checksums.</summary>
    internal static UploadChecksum OfParts(UploadRecord upload, IReadOnlyList<PartRecord> parts)
    {
        if (Checksums.Parse(upload.ChecksumAlgorithm) is not { } algorithm)
        {
            return default;
        }

        var checksum = Checksums.Create(algorithm);
        foreach (var part in parts)
        {
            checksum.Append(Convert.FromBase64String(part.Checksum ?? ""));
        }

        return new UploadChecksum(
            upload.ChecksumAlgorithm, string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(checksum.Current())}-{parts.Count}"), "COMPOSITE");
    }

    /// <summary>What the request states of the whole must be so.</summary>
    internal AwsError? CheckAgainst(CompleteMultipartUploadRequest request)
    {
        var algorithm = Algorithm;
        var stated = ObjectChecksum.StatedIn(request).FirstOrDefault(one => one.Algorithm == algorithm).Value;
        return stated is null || stated == Value || (Type == "COMPOSITE" && Value!.StartsWith($"{stated}-", StringComparison.Ordinal)) ? null : S3Errors.BadDigest(Algorithm!);
    }
}
