using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>Who owns what is put into a bucket.</summary>
internal sealed class GetBucketOwnershipControls : IOperation<GetBucketOwnershipControlsRequest, GetBucketOwnershipControlsOutput>
{
    public async ValueTask<Outcome<GetBucketOwnershipControlsOutput>> ExecuteAsync(Call call, GetBucketOwnershipControlsRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error
            : found.Value.HasNoOwnership ? S3Errors.NoSuchOwnershipControls(request.Bucket!)
            : new GetBucketOwnershipControlsOutput
            {
                OwnershipControls = new OwnershipControls { Rules = [new OwnershipControlsRule { ObjectOwnership = found.Value.Ownership ?? Acls.Enforced }] },
            };
    }
}
