using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>An object's access control list.</summary>
internal sealed class GetObjectAcl : IOperation<GetObjectAclRequest, GetObjectAclOutput>
{
    public ValueTask<Outcome<GetObjectAclOutput>> ExecuteAsync(Call call, GetObjectAclRequest request) => call.ReadAsync<Outcome<GetObjectAclOutput>>(async snapshot =>
    {
        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        var found = await Objects.FindAsync(snapshot, request.Bucket!, request.Key!, request.VersionId);
        if (found.IsError)
        {
            return found.Error;
        }

        var acl = Acls.OfObject(bucket.Value, found.Value);
        return new GetObjectAclOutput { Owner = Owners.Of(acl.Owner), Grants = AclShapes.ToShapes(acl), RequestCharged = RequesterPays.ChargedTo(call, bucket.Value) };
    });
}
