using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.S3.Model;

namespace Unkai.S3;

/// <summary>S3's resources and actions in IAM's words.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".</remarks>
internal static class S3Arns
{
    internal static async ValueTask<IReadOnlyList<Access>> DescribeAsync(Call call, OperationContract operation, Shape request)
    {
        var bucket = TextOf(operation, request, "Bucket");
        if (bucket is null)
        {
            return [new Access("s3:ListAllMyBuckets", "*")];
        }

        var key = TextOf(operation, request, "Key");
        var version = TextOf(operation, request, "VersionId");
        var record = await call.ReadAsync(snapshot => S3Tables.Buckets.GetAsync(snapshot, bucket));
        var actions = operation.Name switch
        {
            // Each key for itself, in the operation; here only so that auditing sees it.
            "DeleteObjects" => call.World.Authorization == AuthorizationMode.Audit ? DeletionsOf((DeleteObjectsRequest)request, record) : [],
            "CopyObject" => [Of("s3:PutObject", bucket, key, record), .. await SourceAsync(call, ((CopyObjectRequest)request).CopySource)],
            "UploadPartCopy" => [Of("s3:PutObject", bucket, key, record), .. await SourceAsync(call, ((UploadPartCopyRequest)request).CopySource)],
            _ => new List<Access> { Of(ActionOf(operation.Name, version is not null), bucket, key, record) },
        };
        if (key is not null && TextOf(operation, request, "ObjectLockMode") is not null)
        {
            actions = [.. actions, Of("s3:PutObjectRetention", bucket, key, record)];
        }

        if (key is not null && TextOf(operation, request, "ObjectLockLegalHoldStatus") is not null)
        {
            actions = [.. actions, Of("s3:PutObjectLegalHold", bucket, key, record)];
        }

        return [.. actions.Select(access => access with { Keys = KeysOf(operation, request) })];
    }

    /// <summary>What a batch wants to delete, in its order.</summary>
    internal static List<Access> DeletionsOf(DeleteObjectsRequest request, BucketRecord? record) =>
        request.Delete?.Objects?.ConvertAll(item => Of(ActionOf("DeleteObject", item.VersionId is not null), request.Bucket!, item.Key, record)) ?? [];

    /// <summary>Who may not list a bucket does not learn what is missing from it.</summary>
    internal static async ValueTask<AwsError> HideMissingAsync(Call call, string bucket, AwsError error)
    {
        if (error.Code != "NoSuchKey" || call.World.Authorization != AuthorizationMode.Enforce)
        {
            return error;
        }

        var record = await call.ReadAsync(snapshot => S3Tables.Buckets.GetAsync(snapshot, bucket));
        return (await call.RefusalsAsync(S3Contract.Contract, [Of("s3:ListBucket", bucket, null, record)]))[0] ?? error;
    }

    private static string ActionOf(string operation, bool isVersion) => operation switch
    {
        "HeadObject" or "GetObject" => isVersion ? "s3:GetObjectVersion" : "s3:GetObject",
        "GetObjectAttributes" => isVersion ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes",
        "DeleteObject" => isVersion ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
        "GetObjectTagging" => isVersion ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging",
        "PutObjectTagging" => isVersion ? "s3:PutObjectVersionTagging" : "s3:PutObjectTagging",
        "DeleteObjectTagging" => isVersion ? "s3:DeleteObjectVersionTagging" : "s3:DeleteObjectTagging",
        "HeadBucket" or "ListObjects" or "ListObjectsV2" => "s3:ListBucket",
        "ListObjectVersions" => "s3:ListBucketVersions",
        "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" => "s3:PutObject",
        "ListParts" => "s3:ListMultipartUploadParts",
        "ListMultipartUploads" => "s3:ListBucketMultipartUploads",
        "GetBucketCors" => "s3:GetBucketCORS",
        "PutBucketCors" or "DeleteBucketCors" => "s3:PutBucketCORS",
        "DeleteBucketTagging" => "s3:PutBucketTagging",
        "GetBucketNotificationConfiguration" => "s3:GetBucketNotification",
        "PutBucketNotificationConfiguration" => "s3:PutBucketNotification",
        "GetObjectLockConfiguration" => "s3:GetBucketObjectLockConfiguration",
        "PutObjectLockConfiguration" => "s3:PutBucketObjectLockConfiguration",
        "GetBucketLifecycleConfiguration" => "s3:GetLifecycleConfiguration",
        "PutBucketLifecycleConfiguration" or "DeleteBucketLifecycle" => "s3:PutLifecycleConfiguration",
        "GetBucketReplication" => "s3:GetReplicationConfiguration",
        "PutBucketReplication" or "DeleteBucketReplication" => "s3:PutReplicationConfiguration",
        "SelectObjectContent" => "s3:GetObject",
        _ => $"s3:{operation}",
    };

    private static async ValueTask<IReadOnlyList<Access>> SourceAsync(Call call, string? header)
    {
        if (CopySource.Parse(header) is not { } source)
        {
            return [];
        }

        var record = await call.ReadAsync(snapshot => S3Tables.Buckets.GetAsync(snapshot, source.Bucket));
        return [Of(source.VersionId is null ? "s3:GetObject" : "s3:GetObjectVersion", source.Bucket, source.Key, record)];
    }

    internal static Access Of(string action, string bucket, string? key, BucketRecord? record) => new(action, $"arn:aws:s3:::{bucket}{(key is null ? "" : "/" + key)}")
    {
        Owner = record is null ? null : AccountId.Parse(record.Owner),
        ResourcePolicy = record?.Policy is { } policy ? PolicyParser.Parse(policy, PolicyKind.Resource, out _) : null,
    };

    private static List<KeyValuePair<string, IReadOnlyList<string>>> KeysOf(OperationContract operation, Shape request)
    {
        var keys = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        foreach (var (member, name) in new[] { ("Prefix", "s3:prefix"), ("Delimiter", "s3:delimiter"), ("VersionId", "s3:VersionId"), ("ACL", "s3:x-amz-acl"), ("ServerSideEncryption", "s3:x-amz-server-side-encryption") })
        {
            if (TextOf(operation, request, member) is { } text)
            {
                keys.Add(new(name, [text]));
            }
        }

        return keys;
    }

    private static string? TextOf(OperationContract operation, Shape request, string member) =>
        operation.Input.Find(member) is { Shape.Kind: ShapeKind.String } found ? request.GetString(found.Slot) : null;
}
