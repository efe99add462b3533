using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessPoints;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.AccessControl;

/// <summary>What buckets, access points and accounts keep from the public: the strictest of them holds.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", Block public access settings.</remarks>
internal static class PublicAccessBlocks
{
    /// <summary>A resource's own settings together with its account's.</summary>
    internal static async ValueTask<PublicAccessRecord?> OfAsync(Snapshot snapshot, PublicAccessRecord? own, string account) =>
        Merge(own, await AccessPointTables.AccountBlocks.GetAsync(snapshot, account));

    internal static ValueTask<PublicAccessRecord?> OfAsync(Snapshot snapshot, BucketRecord? bucket) =>
        bucket is null ? ValueTask.FromResult<PublicAccessRecord?>(null) : OfAsync(snapshot, bucket.PublicAccess, bucket.Owner);

    internal static PublicAccessRecord? Merge(PublicAccessRecord? one, PublicAccessRecord? other) => one is null ? other : other is null ? one : new PublicAccessRecord
    {
        BlockPublicAcls = one.BlockPublicAcls || other.BlockPublicAcls,
        IgnorePublicAcls = one.IgnorePublicAcls || other.IgnorePublicAcls,
        BlockPublicPolicy = one.BlockPublicPolicy || other.BlockPublicPolicy,
        RestrictPublicBuckets = one.RestrictPublicBuckets || other.RestrictPublicBuckets,
    };

    /// <summary>What an account, or the access point that a request comes through, refuses; a bucket's own settings are looked at where its lists and policy are set.</summary>
    internal static async ValueTask<AwsError?> CheckAsync(Snapshot snapshot, OperationContract operation, Shape request, BucketRecord bucket, AccessPointRecord? through)
    {
        var isPolicy = operation.Name == "PutBucketPolicy";
        if (!isPolicy && !AsksForPublic(request))
        {
            return null;
        }

        var block = Merge(through?.PublicAccess, await AccessPointTables.AccountBlocks.GetAsync(snapshot, bucket.Owner));
        return isPolicy
            ? block is { BlockPublicPolicy: true } && BucketPolicies.Read(((PutBucketPolicyRequest)request).Bucket!, ((PutBucketPolicyRequest)request).Policy ?? "") is { IsError: false, Value: var policy }
                && PublicPolicy.IsPublic(policy) ? S3Errors.AccessDenied : null
            : block is { BlockPublicAcls: true } && Acls.CountIn(bucket) ? S3Errors.AccessDenied : null;
    }

    private static bool AsksForPublic(Shape request)
    {
        if (request.Contract.Find("ACL") is { } member && request.GetString(member.Slot) is { } canned && CannedAcls.Of(canned, "", "") is { } named)
        {
            return Acls.IsPublic(named.Grants);
        }

        var document = request switch { PutBucketAclRequest put => put.AccessControlPolicy, PutObjectAclRequest put => put.AccessControlPolicy, _ => null };
        return document?.Grants?.Exists(grant => grant.Grantee?.URI is { } uri && Groups.IsPublic(uri)) == true
            || (request.Contract.Find("GrantRead") is not null && GrantHeaders.Read(request) is { IsError: false, Value: { } grants } && Acls.IsPublic(grants));
    }
}
