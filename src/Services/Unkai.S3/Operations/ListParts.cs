using Unkai.S3.Checksumming;
using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3.Operations;

/// <summary>The parts of an upload under way.</summary>
internal sealed class ListParts : IOperation<ListPartsRequest, ListPartsOutput>
{
    private const int PartsMax = 1000;

    public ValueTask<Outcome<ListPartsOutput>> ExecuteAsync(Call call, ListPartsRequest request) => call.ReadAsync<Outcome<ListPartsOutput>>(async snapshot =>
    {
        if (request.MaxParts < 0)
        {
            return S3Errors.InvalidArgument("Argument max-parts must be an integer between 0 and 2147483647", "max-parts", request.MaxParts?.ToString(CultureInfo.InvariantCulture));
        }

        if (request.PartNumberMarker < 0)
        {
            return S3Errors.InvalidArgument("Argument part-number-marker must be an integer between 0 and 2147483647", "part-number-marker", request.PartNumberMarker?.ToString(CultureInfo.InvariantCulture));
        }

        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        var found = await UploadsUnderWay.FindAsync(snapshot, request.Bucket!, request.Key!, request.UploadId!, request.ExpectedBucketOwner);
        if (found.IsError)
        {
            return found.Error;
        }

        var max = Math.Min(request.MaxParts ?? PartsMax, PartsMax);
        var parts = await S3Tables.Parts.RangeAsync(snapshot, S3Tables.Parts.Under(request.UploadId!).After(request.PartNumberMarker ?? 0), max + 1);
        var listed = parts.Take(max).ToList();
        return new ListPartsOutput
        {
            Bucket = request.Bucket,
            Key = request.Key,
            UploadId = request.UploadId,
            PartNumberMarker = request.PartNumberMarker ?? 0,
            NextPartNumberMarker = listed.Count > 0 ? listed[^1].Key.Number : 0,
            MaxParts = max,
            IsTruncated = parts.Count > max,
            Parts = listed.Count == 0 ? null : [.. listed.Select(row => ToPart(row.Key.Number, row.Value, found.Value.ChecksumAlgorithm is not null))],
            Initiator = Owners.InitiatorOf(found.Value.Initiator),
            Owner = Owners.Of(bucket.Value.Owner),
            StorageClass = new ObjectCodec().Read(found.Value.Template).StorageClass ?? "STANDARD",
            ChecksumAlgorithm = found.Value.ChecksumAlgorithm,
            ChecksumType = found.Value.ChecksumType,
        };
    });

    private static Part ToPart(int number, PartRecord part, bool withChecksum)
    {
        return new Part
        {
            PartNumber = number,
            ETag = $"\"{part.ETag}\"",
            Size = part.Size,
            LastModified = ShownTime.Of(part.LastModified),
        }.With(withChecksum ? ObjectChecksum.Of(part) : default);
    }
}
