using Unkai.Api;
using Unkai.Api.S3;

namespace Unkai.S3.AccessControl;

/// <summary>Reads who is granted to: an account by its canonical id, a group by its URI. No account here is known by an e-mail address.</summary>
internal static class Grantees
{
    internal static Outcome<string> OfId(string id) =>
        Owners.AccountOf(id) is { } account ? account : S3Errors.InvalidArgument("Invalid id", "CanonicalUser/ID", id);

    internal static Outcome<string> OfUri(string uri) =>
        Groups.IsGroup(uri) ? uri : S3Errors.InvalidArgument("Invalid group uri", "Group/URI", uri);

    internal static AwsError OfEmail(string address) =>
        new("UnresolvableGrantByEmailAddress", 400, "The e-mail address you provided does not match any account on record.") { Extra = [new("EmailAddress", address)] };

    internal static Grantee ToShape(string grantee) => Groups.IsGroup(grantee)
        ? new Grantee { Type = "Group", URI = grantee }
        : new Grantee { Type = "CanonicalUser", ID = Owners.CanonicalId(grantee), DisplayName = grantee };
}
