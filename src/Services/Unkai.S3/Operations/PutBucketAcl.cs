using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>Sets a bucket's access control list.</summary>
internal sealed class PutBucketAcl : IOperation<PutBucketAclRequest, PutBucketAclResponse>
{
    public ValueTask<Outcome<PutBucketAclResponse>> ExecuteAsync(Call call, PutBucketAclRequest request) => Buckets.ChangeAsync(
        call,
        request.Bucket!,
        request.ExpectedBucketOwner,
        bucket => RequestedAcl.ForChange(bucket, request, request.AccessControlPolicy, bucket.Owner) is var acl && acl.IsError ? acl.Error
            : bucket with { Grants = Acls.IsPrivateTo(acl.Value, bucket.Owner) ? null : acl.Value.Grants },
        new PutBucketAclResponse());
}
