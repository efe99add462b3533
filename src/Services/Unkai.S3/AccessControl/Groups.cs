namespace Unkai.S3.AccessControl;

/// <summary>S3's predefined groups.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Access control list (ACL) overview", Amazon S3 predefined groups.</remarks>
internal static class Groups
{
    internal const string AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
    internal const string AuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    internal const string LogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

    internal static bool IsGroup(string grantee) => grantee is AllUsers or AuthenticatedUsers or LogDelivery;

    /// <summary>Whether whoever has this grant may be a stranger.</summary>
    internal static bool IsPublic(string grantee) => grantee is AllUsers or AuthenticatedUsers;
}
