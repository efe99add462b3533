using Unkai.Cloud.Authorization;

namespace Unkai.S3.AccessControl;

/// <summary>The actions that policies of buckets and access points may name, and whether they are of buckets or of objects.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3", Actions and Resource types.</remarks>
internal static class PolicyActions
{
    private static readonly string[] s_ofBuckets =
    [
        "CreateBucket", "CreateBucketMetadataTableConfiguration", "DeleteBucket", "DeleteBucketMetadataTableConfiguration", "DeleteBucketPolicy", "DeleteBucketWebsite",
        "GetAccelerateConfiguration", "GetAnalyticsConfiguration", "GetBucketAbac", "GetBucketAcl", "GetBucketCORS", "GetBucketLocation", "GetBucketLogging", "GetBucketMetadataTableConfiguration",
        "GetBucketNotification", "GetBucketObjectLockConfiguration", "GetBucketOwnershipControls", "GetBucketPolicy", "GetBucketPolicyStatus", "GetBucketPublicAccessBlock", "GetBucketRequestPayment",
        "GetBucketTagging", "GetBucketVersioning", "GetBucketWebsite", "GetEncryptionConfiguration", "GetIntelligentTieringConfiguration", "GetInventoryConfiguration", "GetLifecycleConfiguration",
        "GetMetricsConfiguration", "GetReplicationConfiguration", "ListBucket", "ListBucketMultipartUploads", "ListBucketVersions", "ListTagsForResource", "PutAccelerateConfiguration",
        "PutAnalyticsConfiguration", "PutBucketAbac", "PutBucketAcl", "PutBucketCORS", "PutBucketLogging", "PutBucketNotification", "PutBucketObjectLockConfiguration", "PutBucketOwnershipControls",
        "PutBucketPolicy", "PutBucketPublicAccessBlock", "PutBucketRequestPayment", "PutBucketTagging", "PutBucketVersioning", "PutBucketWebsite", "PutEncryptionConfiguration",
        "PutIntelligentTieringConfiguration", "PutInventoryConfiguration", "PutLifecycleConfiguration", "PutMetricsConfiguration", "PutReplicationConfiguration", "TagResource", "UntagResource",
        "UpdateBucketMetadataInventoryTableConfiguration", "UpdateBucketMetadataJournalTableConfiguration",

        // Of access points.
        "CreateAccessPoint", "DeleteAccessPoint", "DeleteAccessPointPolicy", "GetAccessPoint", "GetAccessPointPolicy", "GetAccessPointPolicyStatus", "PutAccessPointPolicy", "PutAccessPointPublicAccessBlock",
    ];

    private static readonly string[] s_ofObjects =
    [
        "AbortMultipartUpload", "BypassGovernanceRetention", "DeleteObject", "DeleteObjectTagging", "DeleteObjectVersion", "DeleteObjectVersionTagging", "GetObject", "GetObjectAcl", "GetObjectAttributes",
        "GetObjectLegalHold", "GetObjectRetention", "GetObjectTagging", "GetObjectTorrent", "GetObjectVersion", "GetObjectVersionAcl", "GetObjectVersionAttributes", "GetObjectVersionForReplication",
        "GetObjectVersionTagging", "GetObjectVersionTorrent", "InitiateReplication", "ListMultipartUploadParts", "ObjectOwnerOverrideToBucketOwner", "PutObject", "PutObjectAcl", "PutObjectLegalHold",
        "PutObjectRetention", "PutObjectTagging", "PutObjectVersionAcl", "PutObjectVersionTagging", "ReplicateDelete", "ReplicateObject", "ReplicateTags", "RestoreObject", "UpdateObjectEncryption",
    ];

    private static readonly HashSet<string> s_keys = new(StringComparer.OrdinalIgnoreCase)
    {
        "s3:AccessPointNetworkOrigin", "s3:AccessPointTag", "s3:BucketTag", "s3:DataAccessPointAccount", "s3:DataAccessPointArn", "s3:ExistingObjectTag", "s3:InventoryAccessibleOptionalFields",
        "s3:JobSuspendedCause", "s3:ObjectCreationOperation", "s3:RequestObjectTag", "s3:RequestObjectTagKeys", "s3:ResourceAccount", "s3:TlsVersion", "s3:VersionId", "s3:authType", "s3:delimiter",
        "s3:destinationRegion", "s3:if-match", "s3:if-none-match", "s3:isReplicationPauseRequest", "s3:isReplicationSourcePolicyRequest", "s3:locationconstraint", "s3:max-keys", "s3:object-lock-legal-hold",
        "s3:object-lock-mode", "s3:object-lock-remaining-retention-days", "s3:object-lock-retain-until-date", "s3:prefix", "s3:signatureAge", "s3:signatureversion", "s3:versionid", "s3:x-amz-acl",
        "s3:x-amz-content-sha256", "s3:x-amz-copy-source", "s3:x-amz-grant-full-control", "s3:x-amz-grant-read", "s3:x-amz-grant-read-acp", "s3:x-amz-grant-write", "s3:x-amz-grant-write-acp",
        "s3:x-amz-metadata-directive", "s3:x-amz-object-ownership", "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "s3:x-amz-server-side-encryption-customer-algorithm", "s3:x-amz-storage-class", "s3:x-amz-website-redirect-location",
    };

    /// <summary>Whether a pattern means any action at all.</summary>
    internal static bool IsKnown(string pattern) => pattern == "*" || IsOfBuckets(pattern) || IsOfObjects(pattern);

    internal static bool IsOfBuckets(string pattern) => MeansAny(pattern, s_ofBuckets);

    internal static bool IsOfObjects(string pattern) => MeansAny(pattern, s_ofObjects);

    /// <summary>Whether S3 knows a condition key; those of others are not looked at.</summary>
    internal static bool IsKnownKey(string key) => key.Split('/')[0] is var name && (!name.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) || s_keys.Contains(name));

    private static bool MeansAny(string pattern, string[] actions) => pattern == "*" || actions.Any(action => Wildcard.Matches(pattern, "s3:" + action, ignoreCase: true));
}
