using Unkai.Api;

namespace Unkai.S3.AccessPoints;

/// <summary>The errors of access points and of an account's settings.</summary>
/// <remarks>Source: Amazon S3 API Reference, "Error responses", List of error codes.</remarks>
internal static class AccessPointErrors
{
    internal static AwsError NoSuchAccessPoint(string name) => new("NoSuchAccessPoint", 404, "The specified accesspoint does not exist") { Extra = [new("AccessPointName", name)] };

    internal static AwsError NoSuchAccessPointPolicy(string name) =>
        new("NoSuchAccessPointPolicy", 404, "The specified accesspoint policy does not exist") { Extra = [new("AccessPointName", name)] };

    internal static AwsError AlreadyOwned(string name) =>
        new("AccessPointAlreadyOwnedByYou", 409, "Your previous request to create the named accesspoint succeeded and you already own it.") { Extra = [new("AccessPointName", name)] };

    internal static AwsError InvalidName(string name) =>
        new("InvalidAccessPoint", 400, "The specified accesspoint name or account is not valid") { Extra = [new("AccessPointName", name)] };

    internal static AwsError InvalidAlias(string alias) =>
        new("InvalidAccessPointAliasError", 400, "The specified access point alias name is not valid.") { Extra = [new("AccessPointAlias", alias)] };

    internal static AwsError TooMany { get; } = new("TooManyAccessPoints", 400, "You have attempted to create more access points than are allowed for an account. For more information, see Amazon Simple Storage Service endpoints and quotas in the AWS General Reference.");

    internal static AwsError BucketHasAccessPoints(string bucket) =>
        new("BucketHasAccessPointsAttached", 400, "The bucket you are attempting to delete has access points attached. Delete your access points before attempting to delete your bucket.")
        {
            Extra = [new("BucketName", bucket)],
        };

    internal static AwsError NotAllowed(string method) =>
        new("MethodNotAllowed", 405, "The specified method is not allowed against this resource.") { Extra = [new("Method", method), new("ResourceType", "ACCESS_POINT")] };

    internal static AwsError NoAccountBlock(string account) =>
        new("NoSuchPublicAccessBlockConfiguration", 404, "The public access block configuration was not found") { Extra = [new("AccountId", account)] };

    internal static AwsError MissingAccount { get; } = new("InvalidRequest", 400, "Missing required header for this request: x-amz-account-id");

    internal static AwsError InvalidAccount { get; } = new("InvalidRequest", 400, "Invalid account ID");
}
