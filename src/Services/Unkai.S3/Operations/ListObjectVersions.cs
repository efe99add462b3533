using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.Listing;
using Unkai.S3.Model;
using Unkai.S3.Restoring;

namespace Unkai.S3.Operations;

/// <summary>A page of all versions and delete markers: by key, the newest first.</summary>
internal sealed class ListObjectVersions : IOperation<ListObjectVersionsRequest, ListObjectVersionsOutput>
{
    public ValueTask<Outcome<ListObjectVersionsOutput>> ExecuteAsync(Call call, ListObjectVersionsRequest request) => call.ReadAsync<Outcome<ListObjectVersionsOutput>>(async snapshot =>
    {
        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        if (request.VersionIdMarker is { Length: > 0 } && string.IsNullOrEmpty(request.KeyMarker))
        {
            return S3Errors.InvalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", request.VersionIdMarker);
        }

        if (request.VersionIdMarker is "" && request.KeyMarker is { Length: > 0 })
        {
            return S3Errors.InvalidArgument("A version-id marker cannot be empty.", "version-id-marker", "");
        }

        if (request.VersionIdMarker is { Length: > 0 } marker && marker != VersionIds.Null && VersionIds.AgeOf(marker) is null)
        {
            return S3Errors.InvalidArgument("Invalid version id specified", "version-id-marker", marker);
        }

        if ((ListingRules.CheckMaxKeys(request.MaxKeys) ?? ListingEncoding.Check(request.EncodingType) ?? ListingRules.CheckOptional(request.OptionalObjectAttributes)) is { } unknown)
        {
            return unknown;
        }

        var max = Math.Min(request.MaxKeys ?? ListingRules.MaxKeys, ListingRules.MaxKeys);
        var page = await VersionLister.ListAsync(snapshot, request.Bucket!, request.Prefix ?? "", request.Delimiter, request.KeyMarker, request.VersionIdMarker, max);
        DateTimeOffset? restoresAt = request.OptionalObjectAttributes is null ? null : call.Clock.GetUtcNow();
        var entries = page.Items.Select(item => EntryOf(item, bucket.Value, request.EncodingType, restoresAt)).ToList();
        var versions = entries.OfType<ObjectVersion>().ToList();
        var markers = entries.OfType<DeleteMarkerEntry>().ToList();

        return new ListObjectVersionsOutput
        {
            Name = request.Bucket,
            Prefix = ListingEncoding.Apply(request.Prefix ?? "", request.EncodingType),
            KeyMarker = ListingEncoding.Apply(request.KeyMarker ?? "", request.EncodingType),
            VersionIdMarker = request.VersionIdMarker ?? "",
            Delimiter = ListingEncoding.ApplyIfAny(request.Delimiter, request.EncodingType),
            EncodingType = request.EncodingType,
            MaxKeys = max,
            IsTruncated = page.IsTruncated,
            NextKeyMarker = page.IsTruncated ? ListingEncoding.Apply(page.Last, request.EncodingType) : null,
            NextVersionIdMarker = page.IsTruncated && page.Items is [.., var last] && last.Key == page.Last ? last.Record.VersionId : null,
            Versions = versions.Count == 0 ? null : versions,
            DeleteMarkers = markers.Count == 0 ? null : markers,
            Interleaved = entries,
            CommonPrefixes = ListingRules.Groups(page.CommonPrefixes, request.EncodingType),
        };
    });

    private static Shape EntryOf(ListedVersion item, BucketRecord bucket, string? encodingType, DateTimeOffset? restoresAt)
    {
        var record = item.Record;
        if (record.IsDeleteMarker)
        {
            return new DeleteMarkerEntry
            {
                Key = ListingEncoding.Apply(item.Key, encodingType),
                VersionId = record.VersionId,
                IsLatest = item.IsLatest,
                LastModified = ShownTime.Of(record.LastModified),
                Owner = Owners.Of(Acls.OfObject(bucket, record).Owner),
            };
        }

        return new ObjectVersion
        {
            Key = ListingEncoding.Apply(item.Key, encodingType),
            VersionId = record.VersionId,
            IsLatest = item.IsLatest,
            LastModified = ShownTime.Of(record.LastModified),
            ETag = $"\"{record.ETag}\"",
            Size = record.Size,
            StorageClass = record.StorageClass ?? "STANDARD",
            ChecksumAlgorithm = record.ChecksumAlgorithm is { } algorithm ? [algorithm] : null,
            ChecksumType = record.ChecksumType,
            RestoreStatus = restoresAt is { } now ? Archives.Status(record, now) : null,
            Owner = Owners.Of(Acls.OfObject(bucket, record).Owner),
        };
    }
}
