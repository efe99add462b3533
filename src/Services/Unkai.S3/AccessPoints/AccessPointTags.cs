using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.AccessPoints;

/// <summary>Tags by ARN: of buckets and of access points.</summary>
/// <param name="Tags">The tags.</param>
/// <param name="Point">The access point that has them, or null.</param>
/// <param name="BucketName">The bucket's name, or null.</param>
/// <param name="Bucket">The bucket, or null.</param>
internal sealed record AccessPointTags(Dictionary<string, string> Tags, AccessPointRecord? Point, string? BucketName, BucketRecord? Bucket)
{
    private const string BucketArn = "arn:aws:s3:::";

    internal static Outcome<Dictionary<string, string>> Read(List<Tag>? tags) =>
        (tags ?? []).Exists(tag => tag.Key is null || tag.Value is null)
            ? S3Errors.MalformedXml
            : TagRules.Check((tags ?? []).Select(tag => new KeyValuePair<string, string>(tag.Key!, tag.Value!)), TagRules.PerBucketMax);

    internal static async ValueTask<Outcome<AccessPointTags>> FindAsync(Snapshot snapshot, string account, string arn)
    {
        if (arn.StartsWith(BucketArn, StringComparison.Ordinal) && !arn.Contains('/', StringComparison.Ordinal))
        {
            var name = arn[BucketArn.Length..];
            var bucket = await Buckets.FindAsync(snapshot, name, account);
            return bucket.IsError ? bucket.Error : new AccessPointTags(bucket.Value.Tags, null, name, bucket.Value);
        }

        if (AccessPointNames.ParseArn(arn) is not { } id)
        {
            return arn.StartsWith("arn:aws:s3:", StringComparison.Ordinal) && arn.Contains(":storage-lens", StringComparison.Ordinal) ? S3Errors.NotImplemented("tags of Storage Lens")
                : arn.StartsWith("arn:aws:s3:", StringComparison.Ordinal) && arn.Contains(":access-grants", StringComparison.Ordinal) ? S3Errors.NotImplemented("tags of access grants")
                : S3Errors.InvalidRequest("The specified resource ARN is not valid");
        }

        if (id.Account != account)
        {
            return S3Errors.AccessDenied;
        }

        var point = await AccessPointLookup.FindAsync(snapshot, id);
        return point.IsError ? point.Error : new AccessPointTags(point.Value.Tags, point.Value, null, null);
    }

    internal static ValueTask<Outcome<TResponse>> ChangeAsync<TResponse>(
        Call call, string account, string arn, Func<Dictionary<string, string>, Outcome<Dictionary<string, string>>> change, TResponse response) =>
        call.TransactAsync<TResponse>(async transaction =>
        {
            var found = await FindAsync(transaction, account, arn);
            if (found.IsError)
            {
                return found.Error;
            }

            var tags = change(found.Value.Tags);
            if (tags.IsError)
            {
                return tags.Error;
            }

            if (found.Value.Point is { } point)
            {
                AccessPointTables.Points.Put(transaction, (point.Account, point.Region, point.Name), point with { Tags = tags.Value });
            }
            else
            {
                S3Tables.Buckets.Put(transaction, found.Value.BucketName!, found.Value.Bucket! with { Tags = tags.Value });
            }

            return response;
        });
}
