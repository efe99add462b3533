using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Model;
using Unkai.S3.Uploads;

namespace Unkai.S3.Operations;

/// <summary>Makes a part from an object, or from a range of one.</summary>
internal sealed class UploadPartCopy : IOperation<UploadPartCopyRequest, UploadPartCopyOutput>
{
    public async ValueTask<Outcome<UploadPartCopyOutput>> ExecuteAsync(Call call, UploadPartCopyRequest request)
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

        if (CopySource.Parse(request.CopySource) is not { } from)
        {
            return S3Errors.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", request.CopySource);
        }

        if (UnsupportedHeaders.Check(request) is { } refused)
        {
            return refused;
        }

        return await CopiedObject.RepeatAsync(() => CopyAsync(call, request, from, request.PartNumber.Value));
    }

    private static async ValueTask<Outcome<UploadPartCopyOutput>> CopyAsync(Call call, UploadPartCopyRequest request, CopySource from, int number)
    {
        var source = await call.ReadAsync<Outcome<(CopiedObject Copied, UploadRecord Upload)>>(async snapshot =>
        {
            var upload = await UploadsUnderWay.FindAsync(snapshot, request.Bucket!, request.Key!, request.UploadId!, request.ExpectedBucketOwner);
            if (upload.IsError)
            {
                return upload.Error;
            }

            var copied = await CopiedObject.FindAsync(
                snapshot, call.Clock.GetUtcNow(), from, request.ExpectedSourceBucketOwner, request.CopySourceIfMatch, request.CopySourceIfNoneMatch, request.CopySourceIfModifiedSince, request.CopySourceIfUnmodifiedSince);
            return copied.IsError ? copied.Error : (copied.Value, upload.Value);
        });
        if (source.IsError)
        {
            return source.Error;
        }

        var encryption = PartEncryption.Read(source.Value.Upload, request);
        if (encryption.IsError)
        {
            return encryption.Error;
        }

        var sourceKey = CustomerKey.Read(request, "CopySource");
        if (sourceKey.IsError)
        {
            return sourceKey.Error;
        }

        var record = source.Value.Copied.Record;
        if (CustomerKey.Check(sourceKey.Value, record.Sse) is { } locked)
        {
            return locked;
        }

        var range = new ByteRange(0, record.Size);
        if (request.CopySourceRange is { } text)
        {
            if (CopyRange.Read(text, record.Size) is var asked && asked.IsError)
            {
                return asked.Error;
            }

            range = asked.Value;
        }

        var algorithm = Checksums.Parse(source.Value.Upload.ChecksumAlgorithm) ?? ChecksumAlgorithm.Crc64Nvme;
        var part = Shared(call, source.Value.Copied, range, algorithm, encryption.Value) ?? await ReadAsync(call, source.Value.Copied, range, algorithm, sourceKey.Value, encryption.Value);
        var stored = await UploadsUnderWay.PutPartAsync(call, request.Bucket!, request.Key!, request.UploadId!, number, part, request.ExpectedBucketOwner, source.Value.Copied);
        return stored.IsError ? stored.Error : new UploadPartCopyOutput
        {
            CopySourceVersionId = source.Value.Copied.Bucket.Versioning == VersioningStatus.Off ? null : record.VersionId,
            CopyPartResult = new CopyPartResult { ETag = $"\"{part.ETag}\"", LastModified = ShownTime.Of(part.LastModified) }.With(source.Value.Upload.ChecksumAlgorithm is null ? default : ObjectChecksum.Of(part)),
        }.WithEncryption(encryption.Value.Template, encryption.Value.Key);
    }

    /// <summary>A whole object whose digests are known is not read: the part shares its bytes. Null where that cannot be.</summary>
    private static PartRecord? Shared(Call call, CopiedObject source, ByteRange range, ChecksumAlgorithm algorithm, PartEncryption encryption)
    {
        var record = source.Record;
        return range.Length != record.Size || record.UploadId is not null || record.Sse is not null || encryption.Key is not null || record.ChecksumAlgorithm != Checksums.NameOf(algorithm)
            ? null
            : new PartRecord
            {
                ETag = encryption.ETagOf(call, record.ETag),
                Size = record.Size,
                Body = record.Body,
                LastModified = call.Clock.GetUtcNow(),
                ChecksumAlgorithm = record.ChecksumAlgorithm,
                Checksum = record.Checksum,
            };
    }

    private static async ValueTask<PartRecord> ReadAsync(Call call, CopiedObject source, ByteRange range, ChecksumAlgorithm algorithm, CustomerKey? sourceKey, PartEncryption encryption)
    {
        using var md5 = new Digest(ChecksumAlgorithm.Md5);
        var checksum = Checksums.Create(algorithm);
        var nonce = encryption.NewNonce(call);
        await using var stream = EncryptedContent.OpenStream(call, source.Bodies, source.Nonces, sourceKey, range);
        var body = await EncryptedContent.WriteAsync(call, stream, [new ChecksumSink(md5), new ChecksumSink(checksum)], encryption.Key, nonce);
        return new PartRecord
        {
            ETag = encryption.ETagOf(call, Convert.ToHexStringLower(md5.Current())),
            Nonce = nonce,
            Size = body.Length,
            Body = body,
            LastModified = call.Clock.GetUtcNow(),
            ChecksumAlgorithm = Checksums.NameOf(algorithm),
            Checksum = Convert.ToBase64String(checksum.Current()),
        };
    }
}
