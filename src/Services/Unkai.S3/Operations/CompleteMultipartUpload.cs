using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Lifecycle;
using Unkai.S3.Locking;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3.Operations;

/// <summary>Makes an object of an upload's parts. The parts stay where they are: the object refers to them.</summary>
internal sealed class CompleteMultipartUpload : IOperation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput>
{
    public async ValueTask<Outcome<CompleteMultipartUploadOutput>> ExecuteAsync(Call call, CompleteMultipartUploadRequest request)
    {
        if (request.UploadId is null)
        {
            return S3Errors.MethodNotAllowed("POST");
        }

        if (UnsupportedHeaders.Check(request) is { } unsupported)
        {
            return unsupported;
        }

        if (request.MultipartUpload is null)
        {
            return S3Errors.InvalidRequest("You must specify at least one part");
        }

        if (request.MultipartUpload.Parts is not { Count: > 0 } asked || asked.Count > UploadRules.PartNumberMax || asked.Exists(part => part.PartNumber is null || part.ETag is null))
        {
            return S3Errors.MalformedXml;
        }

        if (asked.Find(part => part.PartNumber < 1) is { } first)
        {
            return S3Errors.InvalidArgument("PartNumber must be >= 1", "PartNumber", first.PartNumber!.Value.ToString(CultureInfo.InvariantCulture));
        }

        for (var i = 1; i < asked.Count; i++)
        {
            if (asked[i].PartNumber <= asked[i - 1].PartNumber)
            {
                return S3Errors.InvalidPartOrder;
            }
        }

        // A full-object checksum may have to read every byte, so it is made outside the transaction, of the parts as they stand now.
        var whole = await UploadChecksum.OfWholeAsync(call, request);
        if (whole.IsError)
        {
            return whole.Error;
        }

        return await call.TransactAsync(transaction => CompleteAsync(transaction, call, request, asked, whole.Value));
    }

    private static async ValueTask<Outcome<CompleteMultipartUploadOutput>> CompleteAsync(
        Transaction transaction, Call call, CompleteMultipartUploadRequest request, List<CompletedPart> asked, UploadChecksum whole)
    {
        var (bucketName, key, uploadId) = (request.Bucket!, request.Key!, request.UploadId!);
        var bucket = await Buckets.FindAsync(transaction, bucketName, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        if (await S3Tables.Uploads.GetAsync(transaction, (bucketName, key, uploadId)) is not { } upload)
        {
            return await RepeatedAsync(transaction, bucket.Value, request, call);
        }

        if (UploadChecksum.CheckStatedParts(upload, asked) is { } missing)
        {
            return missing;
        }

        var parts = await PartList.ReadAsync(transaction, uploadId);
        var chosen = UploadParts.Choose(uploadId, asked, parts);
        if (chosen.IsError)
        {
            return chosen.Error;
        }

        var current = await S3Tables.Objects.GetAsync(transaction, (bucketName, key));
        if ((request.IfMatch is not null || request.IfNoneMatch is not null) && Preconditions.CheckWrite(current, key, request.IfMatch, request.IfNoneMatch) is { } failed)
        {
            return failed;
        }

        var size = chosen.Value.Sum(part => part.Size);
        if (request.MpuObjectSize is { } expected && expected != size)
        {
            return S3Errors.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {expected} does not match what was computed: {size}");
        }

        var checksum = whole.Value is not null ? whole : UploadChecksum.OfParts(upload, chosen.Value);
        if (checksum.CheckAgainst(request) is { } mismatch)
        {
            return mismatch;
        }

        DropOtherParts(transaction, parts, asked);
        var written = new ObjectCodec().Read(upload.Template) with
        {
            LastModified = call.Clock.GetUtcNow(),
            ETag = UploadParts.ETagOf(chosen.Value),
            Size = size,
            UploadId = uploadId,
            PartCount = chosen.Value.Count,
            ChecksumAlgorithm = checksum.Algorithm,
            Checksum = checksum.Value,
            ChecksumType = checksum.Type,
        };
        var locked = ObjectLocks.Apply(bucket.Value, written, written.LastModified, written.LockMode, written.RetainUntil, written.LegalHold);
        if (locked.IsError)
        {
            return locked.Error;
        }

        written = locked.Value;
        S3Tables.Uploads.Delete(transaction, (bucketName, key, uploadId));
        written = await Objects.PlaceAsync(transaction, call, bucket.Value, bucketName, key, written);
        BucketNotifications.Enqueue(transaction, call, bucket.Value, bucketName, "ObjectCreated:CompleteMultipartUpload", key, written);
        return ToOutput(call, request, bucket.Value, written);
    }

    /// <summary>Completing again what is complete succeeds, as long as the object stands.</summary>
    private static async ValueTask<Outcome<CompleteMultipartUploadOutput>> RepeatedAsync(Transaction transaction, BucketRecord bucket, CompleteMultipartUploadRequest request, Call call) =>
        await S3Tables.Objects.GetAsync(transaction, (request.Bucket!, request.Key!)) is { } current && current.UploadId == request.UploadId
            ? ToOutput(call, request, bucket, current)
            : S3Errors.NoSuchUpload(request.UploadId!);

    private static void DropOtherParts(Transaction transaction, IReadOnlyList<Row<(string Upload, int Number), PartRecord>> parts, List<CompletedPart> asked)
    {
        var kept = asked.Select(part => part.PartNumber!.Value).ToHashSet();
        foreach (var part in parts)
        {
            if (!kept.Contains(part.Key.Number))
            {
                transaction.Dereference(part.Value.Body);
                S3Tables.Parts.Delete(transaction, part.Key);
            }
        }
    }

    private static CompleteMultipartUploadOutput ToOutput(Call call, CompleteMultipartUploadRequest request, BucketRecord bucket, ObjectRecord written)
    {
        return new CompleteMultipartUploadOutput
        {
            Location = string.Create(CultureInfo.InvariantCulture, $"{call.Origin.BaseAddress}/{request.Bucket}/{Uri.EscapeDataString(request.Key!).Replace("%2F", "/", StringComparison.Ordinal)}"),
            Bucket = request.Bucket,
            Key = request.Key,
            ETag = $"\"{written.ETag}\"",
            VersionId = bucket.Versioning == VersioningStatus.Off ? null : written.VersionId,
            Expiration = LifecycleMatch.ExpirationHeader(bucket, request.Key!, written),
            ChecksumType = written.ChecksumType,
        }.With(ObjectChecksum.Of(written)).WithEncryption(written, null);
    }
}
