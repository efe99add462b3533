using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Lets a bucket's new versions stay where they are.</summary>
internal sealed class DeleteBucketReplication : IOperation<DeleteBucketReplicationRequest, DeleteBucketReplicationResponse>
{
    public ValueTask<Outcome<DeleteBucketReplicationResponse>> ExecuteAsync(Call call, DeleteBucketReplicationRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Replication = null }, new DeleteBucketReplicationResponse());
}
