using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>The lists that have names.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Access control list (ACL) overview", Canned ACL.</remarks>
internal static class CannedAcls
{
    internal const string BucketOwnerFullControl = "bucket-owner-full-control";

    /// <summary>Of buckets only.</summary>
    internal const string LogDeliveryWrite = "log-delivery-write";

    /// <returns>Null for a name that there is none of.</returns>
    internal static AclRecord? Of(string name, string owner, string bucketOwner)
    {
        IReadOnlyList<GrantRecord>? more = name switch
        {
            "private" => [],
            "public-read" => [new GrantRecord(Groups.AllUsers, Permissions.Read)],
            "public-read-write" => [new GrantRecord(Groups.AllUsers, Permissions.Read), new GrantRecord(Groups.AllUsers, Permissions.Write)],
            "authenticated-read" => [new GrantRecord(Groups.AuthenticatedUsers, Permissions.Read)],
            "aws-exec-read" => [new GrantRecord("ec2", Permissions.Read)],
            "bucket-owner-read" => owner == bucketOwner ? [] : [new GrantRecord(bucketOwner, Permissions.Read)],
            BucketOwnerFullControl => owner == bucketOwner ? [] : [new GrantRecord(bucketOwner, Permissions.FullControl)],
            LogDeliveryWrite => [new GrantRecord(Groups.LogDelivery, Permissions.Write), new GrantRecord(Groups.LogDelivery, Permissions.ReadAcp)],
            _ => null,
        };
        return more is null ? null : new AclRecord(owner, [new GrantRecord(owner, Permissions.FullControl), .. more]);
    }
}
