using System.Collections.Frozen;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.S3.AccessControl;
using Unkai.S3.Model;

namespace Unkai.S3.AccessPoints;

/// <summary>What goes through an access point: which operations, and what its policy and the bucket's must both allow.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Access point compatibility" and "Configuring IAM policies for using access points".</remarks>
internal static class AccessPointUse
{
    private const string BucketArn = "arn:aws:s3:::";

    private static readonly FrozenSet<string> s_operations = FrozenSet.Create(
        StringComparer.Ordinal,
        "AbortMultipartUpload", "CompleteMultipartUpload", "CopyObject", "CreateMultipartUpload", "DeleteObject", "DeleteObjects", "DeleteObjectTagging",
        "GetBucketAcl", "GetBucketCors", "GetBucketLocation", "GetBucketNotificationConfiguration", "GetBucketPolicy",
        "GetObject", "GetObjectAcl", "GetObjectAttributes", "GetObjectLegalHold", "GetObjectRetention", "GetObjectTagging",
        "HeadBucket", "HeadObject", "ListMultipartUploads", "ListObjects", "ListObjectsV2", "ListObjectVersions", "ListParts",
        "PutObject", "PutObjectAcl", "PutObjectLegalHold", "PutObjectRetention", "PutObjectTagging", "RestoreObject", "SelectObjectContent", "UploadPart", "UploadPartCopy");

    internal static bool Allows(string operation) => s_operations.Contains(operation);

    /// <summary>What is wanted of a bucket, as two questions: of the access point, and of the bucket behind it, whose owner may leave the answer to the access point.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="point">The access point.</param>
    /// <param name="block">What the access point and its account keep from the public.</param>
    /// <param name="access">What is wanted of the bucket.</param>
    internal static IEnumerable<Access> Widen(Principal caller, AccessPointRecord point, PublicAccessRecord? block, Access access)
    {
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> keys =
        [
            .. access.Keys, new("s3:DataAccessPointArn", [point.Id.Arn]), new("s3:DataAccessPointAccount", [point.Account]), new("s3:AccessPointNetworkOrigin", [point.NetworkOrigin]),
        ];
        var slash = access.Resource.IndexOf('/', BucketArn.Length);
        yield return access with
        {
            Resource = slash < 0 ? point.Id.Arn : $"{point.Id.Arn}/object{access.Resource[slash..]}",
            Owner = AccountId.Parse(point.Account),
            IsNobodys = false,
            ResourcePolicy = AccessPointPolicies.Of(point),
            Granted = PrincipalMatch.None,
            PolicyOnlyDenies = Acls.IsForeign(caller, point.Account) && block is { RestrictPublicBuckets: true } && AccessPointPolicies.IsPublic(point),
            OwnerIsNeverDenied = false,
            Keys = keys,
        };
        yield return access with { Keys = keys, OnlyResourceDecides = true };
    }
}
