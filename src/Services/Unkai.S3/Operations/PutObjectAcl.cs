using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.Notifications;

namespace Unkai.S3.Operations;

/// <summary>Sets an object's access control list.</summary>
internal sealed class PutObjectAcl : IOperation<PutObjectAclRequest, PutObjectAclOutput>
{
    public ValueTask<Outcome<PutObjectAclOutput>> ExecuteAsync(Call call, PutObjectAclRequest request) => call.TransactAsync<PutObjectAclOutput>(async transaction =>
    {
        var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        var found = await Objects.FindAsync(transaction, request.Bucket!, request.Key!, request.VersionId);
        if (found.IsError)
        {
            return found.Error;
        }

        var owner = Acls.OfObject(bucket.Value, found.Value).Owner;
        var acl = RequestedAcl.ForChange(bucket.Value, request, request.AccessControlPolicy, owner);
        if (acl.IsError)
        {
            return acl.Error;
        }

        var changed = found.Value with { Acl = Acls.IsPrivateTo(acl.Value, bucket.Value.Owner) ? null : acl.Value };
        await Objects.ReplaceAsync(transaction, request.Bucket!, request.Key!, changed);
        BucketNotifications.Enqueue(transaction, call, bucket.Value, request.Bucket!, "ObjectAcl:Put", request.Key!, changed);
        return new PutObjectAclOutput { RequestCharged = RequesterPays.ChargedTo(call, bucket.Value) };
    });
}
