using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.S3.AccessControl;
using Unkai.S3.Model;
using Unkai.Storage;

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
            return [new Access("s3:ListAllMyBuckets", "*") { PolicyOnlyDenies = true }];
        }

        if (operation.Name is "CreateBucket")
        {
            return CreationOf(call, operation, (CreateBucketRequest)request);
        }

        var key = TextOf(operation, request, "Key");
        var version = TextOf(operation, request, "VersionId");
        var admission = Admission.Of(call);
        var source = operation.Name switch
        {
            "CopyObject" => CopySource.Parse(((CopyObjectRequest)request).CopySource),
            "UploadPartCopy" => CopySource.Parse(((UploadPartCopyRequest)request).CopySource),
            _ => null,
        };
        if (source is null && call.World.Authorization == AuthorizationMode.Off && admission is { Through: null } && IsOwnAndPlain(call, admission.Bucket))
        {
            return [];
        }

        return await call.ReadAsync<IReadOnlyList<Access>>(async snapshot =>
        {
            var record = admission is null ? await S3Tables.Buckets.GetAsync(snapshot, bucket) : admission.Bucket;
            var wanted = new ResourceAccess(call, request, snapshot);
            if (operation.Name == "DeleteObjects")
            {
                // Each key for itself, in the operation; here only so that auditing sees it.
                return call.World.Authorization == AuthorizationMode.Audit ? [.. (await DeletionsOfAsync(call, snapshot, (DeleteObjectsRequest)request, record)).SelectMany(item => item)] : [];
            }

            var accesses = new List<Access> { await wanted.OfAsync(ActionOf(operation.Name, version is not null), bucket, key, version, record) };
            if (operation.Name == "HeadBucket" && record is not null)
            {
                accesses[0] = accesses[0] with { RefusalHeaders = [new(BucketRegions.Header, record.Region)] };
            }

            if (operation.Name is "PutObject" or "CopyObject" or "CreateMultipartUpload")
            {
                if (SaysAny(operation, request, "ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP"))
                {
                    accesses.Add(ResourceAccess.OfWriter(call, accesses[0], "s3:PutObjectAcl"));
                }

                if (SaysAny(operation, request, "Tagging"))
                {
                    accesses.Add(accesses[0] with { Action = "s3:PutObjectTagging" });
                }
            }

            if (operation.Name == "GetObjectAttributes")
            {
                accesses.Add(accesses[0] with { Action = ActionOf("GetObject", version is not null) });
            }

            if (key is not null && SaysAny(operation, request, "ObjectLockMode"))
            {
                accesses.Add(accesses[0] with { Action = "s3:PutObjectRetention" });
            }

            if (key is not null && SaysAny(operation, request, "ObjectLockLegalHoldStatus"))
            {
                accesses.Add(accesses[0] with { Action = "s3:PutObjectLegalHold" });
            }

            if (admission?.Through is { } through)
            {
                var all = new List<Access>();
                foreach (var access in accesses)
                {
                    all.AddRange(await Admission.WidenAsync(call, snapshot, through, access));
                }

                accesses = all;
            }

            if (source is not null)
            {
                var from = await S3Tables.Buckets.GetAsync(snapshot, source.Bucket);
                var read = await wanted.OfAsync(source.VersionId is null ? "s3:GetObject" : "s3:GetObjectVersion", source.Bucket, source.Key, source.VersionId, from);
                accesses.AddRange(await Admission.WidenAsync(call, snapshot, admission?.SourceThrough, read));
            }

            return accesses;
        });
    }

    /// <summary>A new bucket, and what its request asks for besides.</summary>
    private static List<Access> CreationOf(Call call, OperationContract operation, CreateBucketRequest request)
    {
        var create = new Access("s3:CreateBucket", $"arn:aws:s3:::{request.Bucket}") { Keys = ContextKeys.Of(call, request, null) };
        var accesses = new List<Access> { create };
        if (SaysAny(operation, request, "ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"))
        {
            accesses.Add(create with { Action = "s3:PutBucketAcl" });
        }

        if (SaysAny(operation, request, "ObjectOwnership"))
        {
            accesses.Add(create with { Action = "s3:PutBucketOwnershipControls" });
        }

        if (request.ObjectLockEnabledForBucket == true)
        {
            accesses.Add(create with { Action = "s3:PutBucketObjectLockConfiguration" });
            accesses.Add(create with { Action = "s3:PutBucketVersioning" });
        }

        return accesses;
    }

    /// <summary>What a batch wants to delete, in its order; through an access point, each wish is two.</summary>
    internal static async ValueTask<List<IReadOnlyList<Access>>> DeletionsOfAsync(Call call, Snapshot snapshot, DeleteObjectsRequest request, BucketRecord? record)
    {
        var keys = ContextKeys.Of(call, request, null);
        var block = await PublicAccessBlocks.OfAsync(snapshot, record);
        var deletions = new List<IReadOnlyList<Access>>();
        foreach (var item in request.Delete?.Objects ?? [])
        {
            var access = ResourceAccess.OfDeletion(call, ActionOf("DeleteObject", item.VersionId is not null), request.Bucket!, item.Key, record, block) with
            {
                Keys = item.VersionId is null ? keys : [.. keys, new("s3:VersionId", [item.VersionId])],
            };
            deletions.Add(await Admission.WidenAsync(call, snapshot, Admission.Of(call)?.Through, access));
        }

        return deletions;
    }

    /// <summary>What the caller may not do of these: for each wish, of the bucket and through its access point, the first refusal or null.</summary>
    internal static async ValueTask<IReadOnlyList<AwsError?>> RefusalsAsync(Call call, IReadOnlyList<IReadOnlyList<Access>> wishes)
    {
        var each = await call.RefusalsAsync(S3Contract.Contract, [.. wishes.SelectMany(wish => wish)]);
        var refusals = new AwsError?[wishes.Count];
        for (int i = 0, at = 0; i < wishes.Count; at += wishes[i].Count, i++)
        {
            refusals[i] = each.Skip(at).Take(wishes[i].Count).FirstOrDefault(refused => refused is not null);
        }

        return refusals;
    }

    /// <summary>An action that lists grant to nobody.</summary>
    internal static Access Of(string action, string bucket, string? key, BucketRecord? record) => new(action, $"arn:aws:s3:::{bucket}{(key is null ? "" : "/" + key)}")
    {
        Owner = record is null ? null : AccountId.Parse(record.Owner),
        ResourcePolicy = record is null ? null : BucketPolicies.Of(record),
    };

    /// <summary>Who may not list a bucket does not learn what is missing from it.</summary>
    internal static async ValueTask<AwsError> HideMissingAsync(Call call, string bucket, AwsError error)
    {
        if (error.Code != "NoSuchKey")
        {
            return error;
        }

        var admission = Admission.Of(call);
        var record = admission is not null && admission.Name == bucket ? admission.Bucket : await call.ReadAsync(snapshot => S3Tables.Buckets.GetAsync(snapshot, bucket));
        if (call.World.Authorization != AuthorizationMode.Enforce && admission?.Through is null && IsOwnAndPlain(call, record))
        {
            return error;
        }

        var wish = await call.ReadAsync(async snapshot =>
            await Admission.WidenAsync(call, snapshot, admission?.Through, ResourceAccess.OfDeletion(call, "s3:ListBucket", bucket, null, record, await PublicAccessBlocks.OfAsync(snapshot, record))));
        return (await RefusalsAsync(call, [wish]))[0] is { } refused ? refused : error;
    }

    /// <summary>Whether the bucket is the caller's account's, and nothing is set that could refuse its owner.</summary>
    private static bool IsOwnAndPlain(Call call, BucketRecord? record) =>
        record is null || (record.Policy is null && !Acls.CountIn(record) && !Acls.IsForeign(call.Caller, record.Owner));

    private static bool SaysAny(OperationContract operation, Shape request, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (TextOf(operation, request, member) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static string ActionOf(string operation, bool isVersion) => operation switch
    {
        "HeadObject" or "GetObject" => isVersion ? "s3:GetObjectVersion" : "s3:GetObject",
        "GetObjectAttributes" => isVersion ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes",
        "GetObjectAcl" => isVersion ? "s3:GetObjectVersionAcl" : "s3:GetObjectAcl",
        "PutObjectAcl" => isVersion ? "s3:PutObjectVersionAcl" : "s3:PutObjectAcl",
        "DeleteObject" => isVersion ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
        "GetObjectTagging" => isVersion ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging",
        "PutObjectTagging" => isVersion ? "s3:PutObjectVersionTagging" : "s3:PutObjectTagging",
        "DeleteObjectTagging" => isVersion ? "s3:DeleteObjectVersionTagging" : "s3:DeleteObjectTagging",
        "HeadBucket" or "ListObjects" or "ListObjectsV2" => "s3:ListBucket",
        "ListObjectVersions" => "s3:ListBucketVersions",
        "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" or "CopyObject" or "UploadPartCopy" => "s3:PutObject",
        "ListParts" => "s3:ListMultipartUploadParts",
        "ListMultipartUploads" => "s3:ListBucketMultipartUploads",
        "GetBucketCors" => "s3:GetBucketCORS",
        "PutBucketCors" or "DeleteBucketCors" => "s3:PutBucketCORS",
        "DeleteBucketTagging" => "s3:PutBucketTagging",
        "GetBucketNotificationConfiguration" => "s3:GetBucketNotification",
        "PutBucketNotificationConfiguration" => "s3:PutBucketNotification",
        "GetPublicAccessBlock" => "s3:GetBucketPublicAccessBlock",
        "PutPublicAccessBlock" or "DeletePublicAccessBlock" => "s3:PutBucketPublicAccessBlock",
        "DeleteBucketOwnershipControls" => "s3:PutBucketOwnershipControls",
        "GetBucketEncryption" => "s3:GetEncryptionConfiguration",
        "PutBucketEncryption" or "DeleteBucketEncryption" => "s3:PutEncryptionConfiguration",
        "GetBucketAccelerateConfiguration" => "s3:GetAccelerateConfiguration",
        "PutBucketAccelerateConfiguration" => "s3:PutAccelerateConfiguration",
        "GetBucketLifecycleConfiguration" => "s3:GetLifecycleConfiguration",
        "PutBucketLifecycleConfiguration" or "DeleteBucketLifecycle" => "s3:PutLifecycleConfiguration",
        "GetBucketReplication" => "s3:GetReplicationConfiguration",
        "PutBucketReplication" or "DeleteBucketReplication" => "s3:PutReplicationConfiguration",
        "GetObjectLockConfiguration" => "s3:GetBucketObjectLockConfiguration",
        "PutObjectLockConfiguration" => "s3:PutBucketObjectLockConfiguration",
        "GetBucketAnalyticsConfiguration" or "ListBucketAnalyticsConfigurations" => "s3:GetAnalyticsConfiguration",
        "PutBucketAnalyticsConfiguration" or "DeleteBucketAnalyticsConfiguration" => "s3:PutAnalyticsConfiguration",
        "GetBucketInventoryConfiguration" or "ListBucketInventoryConfigurations" => "s3:GetInventoryConfiguration",
        "PutBucketInventoryConfiguration" or "DeleteBucketInventoryConfiguration" => "s3:PutInventoryConfiguration",
        "GetBucketMetricsConfiguration" or "ListBucketMetricsConfigurations" => "s3:GetMetricsConfiguration",
        "PutBucketMetricsConfiguration" or "DeleteBucketMetricsConfiguration" => "s3:PutMetricsConfiguration",
        "GetBucketIntelligentTieringConfiguration" or "ListBucketIntelligentTieringConfigurations" => "s3:GetIntelligentTieringConfiguration",
        "PutBucketIntelligentTieringConfiguration" or "DeleteBucketIntelligentTieringConfiguration" => "s3:PutIntelligentTieringConfiguration",
        "SelectObjectContent" => "s3:GetObject",
        _ => $"s3:{operation}",
    };

    private static string? TextOf(OperationContract operation, Shape request, string member) =>
        operation.Input.Find(member) is { Shape.Kind: ShapeKind.String } found ? request.GetString(found.Slot) : null;
}
