using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Listing;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Operations;

/// <summary>The uploads under way in a bucket, by key and then by id.</summary>
internal sealed class ListMultipartUploads : IOperation<ListMultipartUploadsRequest, ListMultipartUploadsOutput>
{
    private const int UploadsMax = 1000;

    public ValueTask<Outcome<ListMultipartUploadsOutput>> ExecuteAsync(Call call, ListMultipartUploadsRequest request) => call.ReadAsync<Outcome<ListMultipartUploadsOutput>>(async snapshot =>
    {
        if (request.MaxUploads < 0)
        {
            return S3Errors.InvalidArgument("Argument max-uploads must be an integer between 0 and 2147483647", "max-uploads", request.MaxUploads?.ToString(CultureInfo.InvariantCulture));
        }

        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        if (ListingEncoding.Check(request.EncodingType) is { } unknown)
        {
            return unknown;
        }

        var max = Math.Min(request.MaxUploads ?? UploadsMax, UploadsMax);
        var output = new ListMultipartUploadsOutput
        {
            Bucket = request.Bucket,
            KeyMarker = request.KeyMarker ?? "",
            UploadIdMarker = request.UploadIdMarker ?? "",
            Prefix = ListingEncoding.Apply(request.Prefix, request.EncodingType),
            Delimiter = ListingEncoding.ApplyIfAny(request.Delimiter, request.EncodingType),
            EncodingType = request.EncodingType,
            MaxUploads = max,
            IsTruncated = false,
        };
        var groups = new List<string>();
        var uploads = new List<MultipartUpload>();
        var space = S3Tables.Uploads.Under(request.Bucket!);
        var cursor = new EntryCursor(snapshot, RangeOf(request), string.IsNullOrEmpty(request.Delimiter) ? max + 1 : ObjectLister.EntriesBeforeGroups);
        while (cursor.IsReady || await cursor.FillAsync())
        {
            if (uploads.Count + groups.Count >= max)
            {
                output.IsTruncated = max > 0;
                break;
            }

            var row = S3Tables.Uploads.ToRow(cursor.Current);
            if (ObjectLister.GroupOf(row.Key.Key, request.Prefix ?? "", request.Delimiter) is { } group)
            {
                groups.Add(group);
                (output.NextKeyMarker, output.NextUploadIdMarker) = (group, "");
                cursor.JumpTo(space.AfterStartingWith(group));
                continue;
            }

            (output.NextKeyMarker, output.NextUploadIdMarker) = (row.Key.Key, row.Key.Upload);
            uploads.Add(ToUpload(row, bucket.Value.Owner, request.EncodingType));
            cursor.Move();
        }

        if (output.IsTruncated == false)
        {
            output.NextKeyMarker = null;
            output.NextUploadIdMarker = null;
        }

        output.Uploads = uploads.Count == 0 ? null : uploads;
        output.CommonPrefixes = ListingRules.Groups(groups, request.EncodingType);
        return output;
    });

    private static KeyRange RangeOf(ListMultipartUploadsRequest request)
    {
        var space = S3Tables.Uploads.Under(request.Bucket!);
        var all = string.IsNullOrEmpty(request.Prefix) ? space.All : space.StartingWith(request.Prefix);
        return string.IsNullOrEmpty(request.KeyMarker) ? all
            : ObjectLister.GroupOf(request.KeyMarker, request.Prefix ?? "", request.Delimiter) == request.KeyMarker ? all.Intersect(space.AfterStartingWith(request.KeyMarker))
            : string.IsNullOrEmpty(request.UploadIdMarker) ? all.Intersect(space.After(request.KeyMarker))
            : all.Intersect(space.From(request.KeyMarker)).After(S3Tables.Uploads.KeyOf((request.Bucket!, request.KeyMarker, request.UploadIdMarker)));
    }

    private static MultipartUpload ToUpload(Row<(string Bucket, string Key, string Upload), UploadRecord> row, string owner, string? encodingType) => new()
    {
        Key = ListingEncoding.Apply(row.Key.Key, encodingType),
        UploadId = row.Key.Upload,
        Initiated = ShownTime.Of(row.Value.Initiated),
        Initiator = Owners.InitiatorOf(row.Value.Initiator),
        Owner = Owners.Of(owner),
        StorageClass = new ObjectCodec().Read(row.Value.Template).StorageClass ?? "STANDARD",
        ChecksumAlgorithm = row.Value.ChecksumAlgorithm,
        ChecksumType = row.Value.ChecksumType,
    };
}
