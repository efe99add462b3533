using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Listing;

namespace Unkai.S3.Operations;

/// <summary>A page of a bucket's objects.</summary>
internal sealed class ListObjectsV2 : IOperation<ListObjectsV2Request, ListObjectsV2Output>
{
    public ValueTask<Outcome<ListObjectsV2Output>> ExecuteAsync(Call call, ListObjectsV2Request request) => call.ReadAsync<Outcome<ListObjectsV2Output>>(async snapshot =>
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

        var after = request.StartAfter;
        if (request.ContinuationToken is { } token && (after = ContinuationToken.Decode(token)) is null)
        {
            return S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
        }

        var max = Math.Min(request.MaxKeys ?? ListedObjects.MaxKeys, ListedObjects.MaxKeys);
        var page = await ObjectLister.ListAsync(snapshot, request.Bucket!, request.Prefix ?? "", request.Delimiter, after, max);
        return new ListObjectsV2Output
        {
            Name = request.Bucket,
            Prefix = ListingEncoding.Apply(request.Prefix ?? "", request.EncodingType),
            Delimiter = ListingEncoding.ApplyIfAny(request.Delimiter, request.EncodingType),
            StartAfter = ListingEncoding.ApplyIfAny(request.StartAfter, request.EncodingType),
            EncodingType = request.EncodingType,
            MaxKeys = max,
            KeyCount = page.Items.Count + page.CommonPrefixes.Count,
            IsTruncated = page.IsTruncated,
            ContinuationToken = request.ContinuationToken,
            NextContinuationToken = page.IsTruncated ? ContinuationToken.Encode(page.Last) : null,
            Contents = ListedObjects.Contents(page, request.EncodingType, request.FetchOwner == true ? bucket.Value.Owner : null, request.OptionalObjectAttributes is null ? null : call.Clock.GetUtcNow()),
            CommonPrefixes = ListedObjects.Groups(page.CommonPrefixes, request.EncodingType),
        };
    });
}
