using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>Lists as the API has them.</summary>
internal static class AclShapes
{
    private const int GrantsMax = 100;

    private static AwsError Malformed { get; } = new("MalformedACLError", 400, "The XML you provided was not well-formed or did not validate against our published schema");

    /// <summary>Reads a request's document; the owner in it must be the one there is.</summary>
    internal static Outcome<AclRecord> Read(AccessControlPolicy policy, string owner)
    {
        if (policy.Owner is not { ID: { } id } || policy.Grants?.Count > GrantsMax)
        {
            return Malformed;
        }

        if (id != Owners.CanonicalId(owner))
        {
            return S3Errors.AccessDenied;
        }

        var grants = new List<GrantRecord>();
        foreach (var grant in policy.Grants ?? [])
        {
            if (!Permissions.IsKnown(grant.Permission) || grant.Grantee is not { } grantee)
            {
                return Malformed;
            }

            Outcome<string> found = grantee switch
            {
                { Type: "CanonicalUser", ID: { } user } => Grantees.OfId(user),
                { Type: "Group", URI: { } uri } => Grantees.OfUri(uri),
                { Type: "AmazonCustomerByEmail", EmailAddress: { } address } => Grantees.OfEmail(address),
                _ => Malformed,
            };
            if (found.IsError)
            {
                return found.Error;
            }

            grants.Add(new GrantRecord(found.Value, grant.Permission!));
        }

        return new AclRecord(owner, grants);
    }

    internal static List<Grant> ToShapes(AclRecord acl) =>
        [.. acl.Grants.Select(grant => new Grant { Grantee = Grantees.ToShape(grant.Grantee), Permission = grant.Permission })];
}
