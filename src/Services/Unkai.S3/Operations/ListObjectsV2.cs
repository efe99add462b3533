using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Listing;

namespace Unkai.S3.Operations;

/// <summary>A page of a bucket's objects.</summary>
internal sealed class ListObjectsV2 : IOperation<ListObjectsV2Request, ListObjectsV2Output>
{
    private static readonly int s_contents = new ListObjectsV2Output().Contract.Find("Contents")!.Slot;

    public ValueTask<Outcome<ListObjectsV2Output>> ExecuteAsync(Call call, ListObjectsV2Request request) => call.ReadAsync<Outcome<ListObjectsV2Output>>(async snapshot =>
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

        var after = request.StartAfter;
        if (request.ContinuationToken is { } token && (after = ContinuationToken.Decode(token)) is null)
        {
            return S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
        }

        var max = Math.Min(request.MaxKeys ?? ListingRules.MaxKeys, ListingRules.MaxKeys);
        var page = await ObjectLister.ListAsync(snapshot, request.Bucket!, request.Prefix ?? "", request.Delimiter, after, max);
        var output = new ListObjectsV2Output
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
            CommonPrefixes = ListingRules.Groups(page.CommonPrefixes, request.EncodingType),
        };
        output.SetReference(s_contents, page.Items.Count == 0 ? null : new ListedObjects(page.Items, request.Bucket!, request.EncodingType, request.FetchOwner == true ? bucket.Value : null, request.OptionalObjectAttributes is null ? null : call.Clock.GetUtcNow()));
        return output;
    });
}
