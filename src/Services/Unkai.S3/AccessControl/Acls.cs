using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>Whose buckets and objects are, and what their lists grant.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket".</remarks>
internal static class Acls
{
    internal const string Enforced = "BucketOwnerEnforced";
    internal const string Preferred = "BucketOwnerPreferred";
    internal const string Writer = "ObjectWriter";

    /// <summary>Whether lists count in the bucket at all.</summary>
    internal static bool CountIn(BucketRecord bucket) => bucket.HasNoOwnership || bucket.Ownership is Preferred or Writer;

    /// <summary>The account that a write makes the owner where nothing else is said.</summary>
    internal static string AccountOf(Principal caller) => caller.Kind == PrincipalKind.Anonymous ? Owners.Anonymous : caller.Account.Value;

    /// <summary>Whether the caller is nobody, or belongs to another account.</summary>
    internal static bool IsForeign(Principal caller, string owner) =>
        caller.Kind == PrincipalKind.Anonymous || (caller.Kind != PrincipalKind.Service && caller.Account.Value != owner);

    internal static AclRecord Private(string owner) => new(owner, [new GrantRecord(owner, Permissions.FullControl)]);

    internal static AclRecord OfBucket(BucketRecord bucket) =>
        CountIn(bucket) && bucket.Grants is { } grants ? new AclRecord(bucket.Owner, grants) : Private(bucket.Owner);

    internal static AclRecord OfObject(BucketRecord bucket, ObjectRecord record) =>
        CountIn(bucket) && record.Acl is { } acl ? acl : Private(bucket.Owner);

    internal static bool IsPublic(IEnumerable<GrantRecord> grants) => grants.Any(grant => Groups.IsPublic(grant.Grantee));

    /// <summary>What a list grants to a caller.</summary>
    internal static PrincipalMatch GrantTo(AclRecord acl, string permission, Principal caller, bool ignoresPublic)
    {
        var best = PrincipalMatch.None;
        foreach (var grant in acl.Grants)
        {
            if (grant.Permission != permission && grant.Permission != Permissions.FullControl)
            {
                continue;
            }

            if (Groups.IsPublic(grant.Grantee))
            {
                if (!ignoresPublic && (grant.Grantee == Groups.AllUsers || caller.Kind != PrincipalKind.Anonymous))
                {
                    return PrincipalMatch.Named;
                }
            }
            else if (grant.Grantee == AccountOf(caller))
            {
                best = PrincipalMatch.ByAccount;
            }
        }

        return best;
    }

    /// <summary>Whether two lists say the same, as far as an object's record need not keep the second.</summary>
    internal static bool IsPrivateTo(AclRecord acl, string owner) => acl.Owner == owner && acl.Grants is [{ Permission: Permissions.FullControl } only] && only.Grantee == owner;
}
