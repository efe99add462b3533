using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>Sets who owns what is put into a bucket.</summary>
internal sealed class PutBucketOwnershipControls : IOperation<PutBucketOwnershipControlsRequest, PutBucketOwnershipControlsResponse>
{
    private static AwsError Unsuitable { get; } =
        new("InvalidBucketAclWithObjectOwnership", 400, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");

    public ValueTask<Outcome<PutBucketOwnershipControlsResponse>> ExecuteAsync(Call call, PutBucketOwnershipControlsRequest request) => Buckets.ChangeAsync(
        call,
        request.Bucket!,
        request.ExpectedBucketOwner,
        bucket => request.OwnershipControls?.Rules is not [{ ObjectOwnership: Acls.Enforced or Acls.Preferred or Acls.Writer } rule] ? S3Errors.MalformedXml
            : rule.ObjectOwnership == Acls.Enforced && bucket.Grants is not null ? Unsuitable
            : bucket with { Ownership = rule.ObjectOwnership, HasNoOwnership = false },
        new PutBucketOwnershipControlsResponse());
}
