using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>The list that a request asks for: by name, by headers or in its body.</summary>
internal static class RequestedAcl
{
    private static AwsError NotSupported { get; } = new("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");

    private static AwsError Unsuitable { get; } = new("InvalidBucketAclWithObjectOwnership", 400, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");

    private static AwsError Public { get; } = new("InvalidBucketAclWithBlockPublicAccessError", 400, "Bucket cannot have public ACLs set with BlockPublicAccess enabled");

    private static AwsError Missing { get; } =
        new("MissingSecurityHeader", 400, "Your request was missing a required header") { Extra = [new("MissingHeaderName", "x-amz-acl")] };

    /// <summary>The list of an object that a request writes (put, copied or uploaded in parts).</summary>
    /// <returns>Null when the object is the bucket owner's and nobody else's.</returns>
    internal static Outcome<AclRecord?> ForNewObject(Call call, BucketRecord bucket, Shape request)
    {
        var canned = CannedOf(request);
        var grants = GrantHeaders.Read(request);
        if (canned is not null && (grants.IsError || grants.Value is not null))
        {
            return Both();
        }

        if (grants.IsError)
        {
            return grants.Error;
        }

        if (canned == CannedAcls.LogDeliveryWrite)
        {
            return Unknown(canned);
        }

        if (!Acls.CountIn(bucket))
        {
            return (canned is null && grants.Value is null) || canned == CannedAcls.BucketOwnerFullControl
                || (grants.Value is [{ Permission: Permissions.FullControl } only] && only.Grantee == bucket.Owner)
                ? default(AclRecord)
                : NotSupported;
        }

        var owner = bucket.Ownership == Acls.Preferred && canned == CannedAcls.BucketOwnerFullControl ? bucket.Owner : Acls.AccountOf(call.Caller);
        var acl = grants.Value is { } given ? new AclRecord(owner, given) : CannedAcls.Of(canned ?? "private", owner, bucket.Owner);
        return acl is null ? Unknown(canned!)
            : BlocksPublic(bucket, acl) is { } blocked ? blocked
            : Acls.IsPrivateTo(acl, bucket.Owner) ? default(AclRecord)
            : acl;
    }

    /// <summary>The list that PutBucketAcl or PutObjectAcl sets.</summary>
    internal static Outcome<AclRecord> ForChange(BucketRecord bucket, Shape request, AccessControlPolicy? document, string owner)
    {
        var canned = CannedOf(request);
        var grants = GrantHeaders.Read(request);
        if (canned is not null && (grants.IsError || grants.Value is not null))
        {
            return Both();
        }

        if (grants.IsError)
        {
            return grants.Error;
        }

        if (document is not null && (canned is not null || grants.Value is not null))
        {
            return new AwsError("UnexpectedContent", 400, "This request does not support content");
        }

        if (document is null && canned is null && grants.Value is null)
        {
            return Missing;
        }

        if (!Acls.CountIn(bucket))
        {
            return NotSupported;
        }

        if (canned == CannedAcls.LogDeliveryWrite && request is PutObjectAclRequest)
        {
            return Unknown(canned);
        }

        if (document is not null)
        {
            var read = AclShapes.Read(document, owner);
            return !read.IsError && BlocksPublic(bucket, read.Value) is { } closed ? closed : read;
        }

        var acl = grants.Value is { } given ? new AclRecord(owner, given) : CannedAcls.Of(canned!, owner, bucket.Owner);
        return acl is null ? Unknown(canned!) : BlocksPublic(bucket, acl) is { } blocked ? blocked : acl;
    }

    /// <summary>The grants that a new bucket begins with; null for the owner's alone.</summary>
    internal static Outcome<List<GrantRecord>?> ForNewBucket(string owner, string ownership, Shape request)
    {
        var canned = CannedOf(request);
        var grants = GrantHeaders.Read(request);
        if (canned is not null && (grants.IsError || grants.Value is not null))
        {
            return Both();
        }

        if (grants.IsError)
        {
            return grants.Error;
        }

        var acl = grants.Value is { } given ? new AclRecord(owner, given) : CannedAcls.Of(canned ?? "private", owner, owner);
        if (acl is null)
        {
            return Unknown(canned!);
        }

        if (Acls.IsPrivateTo(acl, owner))
        {
            return default(List<GrantRecord>);
        }

        // A new bucket blocks public lists, so that one that asks for such a list is refused.
        return ownership == Acls.Enforced ? Unsuitable
            : Acls.IsPublic(acl.Grants) ? Public
            : acl.Grants.ToList();
    }

    private static AwsError? BlocksPublic(BucketRecord bucket, AclRecord acl) =>
        bucket.PublicAccess is { BlockPublicAcls: true } && Acls.IsPublic(acl.Grants) ? S3Errors.AccessDenied : null;

    private static AwsError Both() => S3Errors.InvalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");

    private static AwsError Unknown(string canned) => S3Errors.InvalidArgument("", "x-amz-acl", canned);

    private static string? CannedOf(Shape request) => request.Contract.Find("ACL") is { } member ? request.GetString(member.Slot) : null;
}
