using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;
using Unkai.S3.Restoring;
using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Rows of a listing as the API's shapes.</summary>
internal static class ListedObjects
{
    internal const int MaxKeys = 1000;

    internal static AwsError? CheckOptional(List<string>? attributes) =>
        attributes?.Find(static name => name != "RestoreStatus") is { } unknown
            ? S3Errors.InvalidArgument("Invalid attribute name specified", "x-amz-optional-object-attributes", unknown)
            : null;

    internal static List<Api.S3.Object> Contents(KeyPage<Row<(string Bucket, string Key), ObjectRecord>> page, string? encodingType, string? owner, DateTimeOffset? restoresAt)
    {
        var listed = new List<Api.S3.Object>(page.Items.Count);
        foreach (var (key, record) in page.Items)
        {
            listed.Add(new Api.S3.Object
            {
                Key = ListingEncoding.Apply(key.Key, encodingType),
                LastModified = record.LastModified,
                ETag = $"\"{record.ETag}\"",
                Size = record.Size,
                StorageClass = record.StorageClass ?? "STANDARD",
                Owner = owner is null ? null : Owners.Of(owner),
                ChecksumAlgorithm = record.ChecksumAlgorithm is { } algorithm ? [algorithm] : null,
                ChecksumType = record.ChecksumType,
                RestoreStatus = restoresAt is { } now ? Archives.Status(record, now) : null,
            });
        }

        return listed;
    }

    internal static List<CommonPrefix>? Groups(IReadOnlyList<string> groups, string? encodingType) =>
        groups.Count == 0 ? null : [.. groups.Select(group => new CommonPrefix { Prefix = ListingEncoding.Apply(group, encodingType) })];
}
