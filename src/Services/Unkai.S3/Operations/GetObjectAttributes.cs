using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Model;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3.Operations;

/// <summary>Those attributes of an object that the caller names.</summary>
internal sealed class GetObjectAttributes : IOperation<GetObjectAttributesRequest, GetObjectAttributesOutput>
{
    private const int PartsMax = 1000;

    private static readonly HashSet<string> s_attributes = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

    public ValueTask<Outcome<GetObjectAttributesOutput>> ExecuteAsync(Call call, GetObjectAttributesRequest request) => call.ReadAsync<Outcome<GetObjectAttributesOutput>>(async snapshot =>
    {
        if (request.ObjectAttributes is not { Count: > 0 } wanted)
        {
            return S3Errors.InvalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty");
        }

        if (!wanted.TrueForAll(s_attributes.Contains))
        {
            return S3Errors.InvalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", string.Join(',', wanted));
        }

        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        var found = await Objects.FindAsync(snapshot, request.Bucket!, request.Key!, request.VersionId);
        if (found.IsError)
        {
            return found.Error;
        }

        var record = found.Value;
        var key = CustomerKey.Read(request);
        if ((key.IsError ? key.Error : CustomerKey.Check(key.Value, record.Sse) ?? RequestedEncryption.CheckRead(call, record)) is { } hidden)
        {
            return hidden;
        }

        // Of a composite checksum this operation does not tell of how many parts it is.
        var checksum = ObjectChecksum.Of(record) with { Value = record.ChecksumType == "COMPOSITE" ? record.Checksum?.Split('-')[0] : record.Checksum };
        return new GetObjectAttributesOutput
        {
            LastModified = record.LastModified,
            VersionId = bucket.Value.Versioning == VersioningStatus.Off ? null : record.VersionId,
            ETag = wanted.Contains("ETag") ? record.ETag : null,
            ObjectSize = wanted.Contains("ObjectSize") ? record.Size : null,
            StorageClass = wanted.Contains("StorageClass") ? record.StorageClass ?? "STANDARD" : null,
            Checksum = !wanted.Contains("Checksum") || checksum.Value is null ? null : new Api.S3.Checksum
            {
                ChecksumType = record.ChecksumType,
            }.With(checksum),
            ObjectParts = wanted.Contains("ObjectParts") && record.UploadId is not null ? await PartsAsync(snapshot, request, record) : null,
        };
    });

    private static async ValueTask<GetObjectAttributesParts> PartsAsync(Snapshot snapshot, GetObjectAttributesRequest request, ObjectRecord record)
    {
        var output = new GetObjectAttributesParts { TotalPartsCount = record.PartCount };

        // Single parts are shown only where they have checksums of their own that the object's is made of.
        if (record.ChecksumType != "COMPOSITE")
        {
            return output;
        }

        var max = Math.Min(request.MaxParts ?? PartsMax, PartsMax);
        var parts = (await PartList.ReadAsync(snapshot, record.UploadId!)).Select((row, i) => (Number: i + 1, Part: row.Value)).Where(part => part.Number > (request.PartNumberMarker ?? 0)).ToList();
        var listed = parts.Take(max).ToList();
        output.MaxParts = max;
        output.PartNumberMarker = request.PartNumberMarker ?? 0;
        output.IsTruncated = parts.Count > max;
        output.NextPartNumberMarker = listed.Count > 0 ? listed[^1].Number : 0;
        output.Parts = [.. listed.Select(part => new ObjectPart { PartNumber = part.Number, Size = part.Part.Size }.With(ObjectChecksum.Of(part.Part)))];
        return output;
    }
}
