using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>Buckets whose requesters pay.</summary>
internal static class RequesterPays
{
    internal const string Requester = "Requester";

    /// <summary>The x-amz-request-charged header: there when another account than the owner's is charged.</summary>
    internal static string? ChargedTo(Call call, BucketRecord bucket) => bucket.Payer == Requester && Acls.IsForeign(call.Caller, bucket.Owner) ? "requester" : null;
}
