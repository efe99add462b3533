namespace Unkai.S3.AccessControl;

/// <summary>The permissions of lists, and which actions each stands for.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Access control list (ACL) overview", Mapping of ACL permissions and access policy permissions.</remarks>
internal static class Permissions
{
    internal const string FullControl = "FULL_CONTROL";
    internal const string Read = "READ";
    internal const string Write = "WRITE";
    internal const string ReadAcp = "READ_ACP";
    internal const string WriteAcp = "WRITE_ACP";

    internal static bool IsKnown(string? permission) => permission is FullControl or Read or Write or ReadAcp or WriteAcp;

    /// <returns>The permission on the bucket's list that allows the action, or null.</returns>
    internal static string? OnBucket(string action) => action switch
    {
        "s3:ListBucket" or "s3:ListBucketVersions" or "s3:ListBucketMultipartUploads" => Read,
        "s3:PutObject" or "s3:DeleteObject" => Write,
        "s3:GetBucketAcl" => ReadAcp,
        "s3:PutBucketAcl" => WriteAcp,
        _ => null,
    };

    /// <returns>The permission on the object's list that allows the action, or null.</returns>
    internal static string? OnObject(string action) => action switch
    {
        "s3:GetObject" or "s3:GetObjectVersion" or "s3:GetObjectTorrent" or "s3:GetObjectAttributes" or "s3:GetObjectVersionAttributes" => Read,
        "s3:GetObjectAcl" or "s3:GetObjectVersionAcl" => ReadAcp,
        "s3:PutObjectAcl" or "s3:PutObjectVersionAcl" => WriteAcp,
        _ => null,
    };
}
