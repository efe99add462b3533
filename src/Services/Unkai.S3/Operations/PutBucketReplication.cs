using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Replication;

namespace Unkai.S3.Operations;

/// <summary>Sets where new versions of a bucket's objects go too, all of it.</summary>
internal sealed class PutBucketReplication : IOperation<PutBucketReplicationRequest, PutBucketReplicationResponse>
{
    public async ValueTask<Outcome<PutBucketReplicationResponse>> ExecuteAsync(Call call, PutBucketReplicationRequest request)
    {
        var replication = ReplicationRules.Read(request.ReplicationConfiguration, call.Random);
        if (replication.IsError)
        {
            return replication.Error;
        }

        return await call.TransactAsync<PutBucketReplicationResponse>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            if (bucket.Value.Versioning != VersioningStatus.Enabled)
            {
                return S3Errors.InvalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
            }

            foreach (var rule in replication.Value.Rules)
            {
                if (rule.Bucket == request.Bucket)
                {
                    return S3Errors.InvalidRequest("Destination bucket cannot be the same as the source bucket.");
                }

                if (await S3Tables.Buckets.GetAsync(transaction, rule.Bucket) is not { } target)
                {
                    return S3Errors.InvalidRequest("Destination bucket must exist.");
                }

                if (target.Versioning != VersioningStatus.Enabled)
                {
                    return S3Errors.InvalidRequest("Destination bucket must have versioning enabled.");
                }
            }

            S3Tables.Buckets.Put(transaction, request.Bucket!, bucket.Value with { Replication = replication.Value });
            if (replication.Value.Rules.Any(rule => rule is { IsEnabled: true, ExistingObjects: true }))
            {
                Replicas.Enqueue(transaction, call, new ReplicationOrder(request.Bucket!, null, null), call.RequestId);
            }

            return new PutBucketReplicationResponse();
        });
    }
}
