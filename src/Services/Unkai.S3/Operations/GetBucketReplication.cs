using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Replication;

namespace Unkai.S3.Operations;

/// <summary>A bucket's replication configuration.</summary>
internal sealed class GetBucketReplication : IOperation<GetBucketReplicationRequest, GetBucketReplicationOutput>
{
    public async ValueTask<Outcome<GetBucketReplicationOutput>> ExecuteAsync(Call call, GetBucketReplicationRequest request)
    {
        var bucket = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return bucket.IsError ? bucket.Error
            : bucket.Value.Replication is not { } replication
                ? new AwsError("ReplicationConfigurationNotFoundError", 404, "The replication configuration was not found") { Extra = [new("BucketName", request.Bucket!)] }
            : new GetBucketReplicationOutput
            {
                ReplicationConfiguration = new ReplicationConfiguration { Role = replication.Role, Rules = [.. replication.Rules.Select(ReplicationShapes.ToShape)] },
            };
    }
}
