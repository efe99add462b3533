using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>A bucket's access control list.</summary>
internal sealed class GetBucketAcl : IOperation<GetBucketAclRequest, GetBucketAclOutput>
{
    public async ValueTask<Outcome<GetBucketAclOutput>> ExecuteAsync(Call call, GetBucketAclRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error : new GetBucketAclOutput { Owner = Owners.Of(found.Value.Owner), Grants = AclShapes.ToShapes(Acls.OfBucket(found.Value)) };
    }
}
