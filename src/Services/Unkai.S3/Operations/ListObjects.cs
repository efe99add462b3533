using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Listing;

namespace Unkai.S3.Operations;

/// <summary>A page of a bucket's objects, in the form before version 2.</summary>
internal sealed class ListObjects : IOperation<ListObjectsRequest, ListObjectsOutput>
{
    public ValueTask<Outcome<ListObjectsOutput>> ExecuteAsync(Call call, ListObjectsRequest request) => call.ReadAsync<Outcome<ListObjectsOutput>>(async snapshot =>
    {
        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        if (request.MaxKeys < 0)
        {
            return S3Errors.InvalidArgument("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", request.MaxKeys?.ToString(CultureInfo.InvariantCulture));
        }

        if ((ListingEncoding.Check(request.EncodingType) ?? ListedObjects.CheckOptional(request.OptionalObjectAttributes)) is { } refused)
        {
            return refused;
        }

        var max = Math.Min(request.MaxKeys ?? ListedObjects.MaxKeys, ListedObjects.MaxKeys);
        var page = await ObjectLister.ListAsync(snapshot, request.Bucket!, request.Prefix ?? "", request.Delimiter, request.Marker, max);
        return new ListObjectsOutput
        {
            Name = request.Bucket,
            Prefix = ListingEncoding.Apply(request.Prefix ?? "", request.EncodingType),
            Marker = ListingEncoding.Apply(request.Marker ?? "", request.EncodingType),
            Delimiter = ListingEncoding.ApplyIfAny(request.Delimiter, request.EncodingType),
            EncodingType = request.EncodingType,
            MaxKeys = max,
            IsTruncated = page.IsTruncated,
            NextMarker = page.IsTruncated && !string.IsNullOrEmpty(request.Delimiter) ? ListingEncoding.Apply(page.Last, request.EncodingType) : null,
            Contents = ListedObjects.Contents(page, request.EncodingType, bucket.Value.Owner, request.OptionalObjectAttributes is null ? null : call.Clock.GetUtcNow()),
            CommonPrefixes = ListedObjects.Groups(page.CommonPrefixes, request.EncodingType),
        };
    });
}
