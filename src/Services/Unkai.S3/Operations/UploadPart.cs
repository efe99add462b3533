using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Locking;
using Unkai.S3.Model;
using Unkai.S3.Uploads;

namespace Unkai.S3.Operations;

/// <summary>Stores one part of a multipart upload; the same number again replaces it.</summary>
internal sealed class UploadPart : IOperation<UploadPartRequest, UploadPartOutput>
{
    public async ValueTask<Outcome<UploadPartOutput>> ExecuteAsync(Call call, UploadPartRequest request)
    {
        if (request.UploadId is null)
        {
            return S3Errors.InvalidArgument("This operation does not accept partNumber without uploadId", "partNumber", request.PartNumber?.ToString(CultureInfo.InvariantCulture));
        }

        if (request.PartNumber is null)
        {
            return UploadRules.PartWithoutNumber;
        }

        if (request.PartNumber is not (>= 1 and <= UploadRules.PartNumberMax))
        {
            return S3Errors.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", request.PartNumber?.ToString(CultureInfo.InvariantCulture));
        }

        if (UnsupportedHeaders.Check(request) is { } refused)
        {
            return refused;
        }

        var early = await call.ReadAsync(snapshot => UploadsUnderWay.FindAsync(snapshot, request.Bucket!, request.Key!, request.UploadId!, request.ExpectedBucketOwner));
        if (early.IsError)
        {
            return early.Error;
        }

        var encryption = PartEncryption.Read(early.Value, request);
        if (encryption.IsError)
        {
            return encryption.Error;
        }

        var stated = StatedChecksum.From(request, request.ChecksumAlgorithm);
        if (stated.IsError)
        {
            return stated.Error;
        }

        if (UploadChecksum.CheckPart(early.Value, stated.Value) is { } mismatch)
        {
            return mismatch;
        }

        var nonce = encryption.Value.NewNonce(call);
        var taken = await BodyIntake.ReadAsync(call, request.Body, request.ContentMD5, stated.Value, Checksums.Parse(early.Value.ChecksumAlgorithm) ?? ChecksumAlgorithm.Crc64Nvme, encryption.Value.Key, nonce);
        if (taken.IsError)
        {
            return taken.Error;
        }

        if (UploadChecksum.CheckTaken(early.Value, taken.Value) is { } other)
        {
            return other;
        }

        if (!taken.Value.IsStated && await IsForLockedAsync(call, request, early.Value))
        {
            return LockErrors.PartNeedsChecksum;
        }

        var part = new PartRecord
        {
            ETag = encryption.Value.ETagOf(call, taken.Value.Md5Hex),
            Size = taken.Value.Body.Length,
            Body = taken.Value.Body,
            Nonce = nonce,
            LastModified = call.Clock.GetUtcNow(),
            ChecksumAlgorithm = taken.Value.AlgorithmName,
            Checksum = taken.Value.ChecksumText,
        };
        var stored = await UploadsUnderWay.PutPartAsync(call, request.Bucket!, request.Key!, request.UploadId!, request.PartNumber.Value, part, request.ExpectedBucketOwner);
        if (stored.IsError)
        {
            return stored.Error;
        }

        return new UploadPartOutput
        {
            ETag = $"\"{part.ETag}\"",
        }.With(ObjectChecksum.Of(part)).WithEncryption(encryption.Value.Template, encryption.Value.Key);
    }

    /// <summary>Whether the object that the part is for will be locked: by the upload's own wish, or by its bucket's default.</summary>
    private static async ValueTask<bool> IsForLockedAsync(Call call, UploadPartRequest request, UploadRecord upload) =>
        new ObjectCodec().Read(upload.Template) is { LockMode: not null } or { LegalHold: not null }
        || await call.ReadAsync(snapshot => S3Tables.Buckets.GetAsync(snapshot, request.Bucket!)) is { ObjectLock.Mode: not null };
}
