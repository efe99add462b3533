using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Listing;

namespace Unkai.S3.Operations;

/// <summary>A page of a bucket's objects, in the form before version 2.</summary>
internal sealed class ListObjects : IOperation<ListObjectsRequest, ListObjectsOutput>
{
    private static readonly int s_contents = new ListObjectsOutput().Contract.Find("Contents")!.Slot;

    public ValueTask<Outcome<ListObjectsOutput>> ExecuteAsync(Call call, ListObjectsRequest request) => call.ReadAsync<Outcome<ListObjectsOutput>>(async snapshot =>
    {
        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        if ((ListingRules.CheckMaxKeys(request.MaxKeys) ?? ListingEncoding.Check(request.EncodingType) ?? ListingRules.CheckOptional(request.OptionalObjectAttributes)) is { } refused)
        {
            return refused;
        }

        var max = Math.Min(request.MaxKeys ?? ListingRules.MaxKeys, ListingRules.MaxKeys);
        var page = await ObjectLister.ListAsync(snapshot, request.Bucket!, request.Prefix ?? "", request.Delimiter, request.Marker, max);
        var output = new ListObjectsOutput
        {
            Name = request.Bucket,
            Prefix = ListingEncoding.Apply(request.Prefix ?? "", request.EncodingType),
            Marker = ListingEncoding.Apply(request.Marker ?? "", request.EncodingType),
            Delimiter = ListingEncoding.ApplyIfAny(request.Delimiter, request.EncodingType),
            EncodingType = request.EncodingType,
            MaxKeys = max,
            IsTruncated = page.IsTruncated,
            NextMarker = page.IsTruncated && !string.IsNullOrEmpty(request.Delimiter) ? ListingEncoding.Apply(page.Last, request.EncodingType) : null,
            CommonPrefixes = ListingRules.Groups(page.CommonPrefixes, request.EncodingType),
        };
        output.SetReference(s_contents, page.Items.Count == 0 ? null : new ListedObjects(page.Items, request.Bucket!, request.EncodingType, bucket.Value, request.OptionalObjectAttributes is null ? null : call.Clock.GetUtcNow()));
        return output;
    });
}
