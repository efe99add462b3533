using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Jobs;
using Unkai.S3.Lifecycle;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Sets what becomes of a bucket's objects in the course of time, all of it.</summary>
internal sealed class PutBucketLifecycleConfiguration : IOperation<PutBucketLifecycleConfigurationRequest, PutBucketLifecycleConfigurationOutput>
{
    internal const string DefaultMinimum = "all_storage_classes_128K";

    public async ValueTask<Outcome<PutBucketLifecycleConfigurationOutput>> ExecuteAsync(Call call, PutBucketLifecycleConfigurationRequest request)
    {
        var minimum = request.TransitionDefaultMinimumObjectSize ?? DefaultMinimum;
        if (minimum is not (DefaultMinimum or "varies_by_storage_class"))
        {
            return S3Errors.InvalidRequest($"Invalid TransitionDefaultMinimumObjectSize found: {minimum}");
        }

        var rules = LifecycleRules.Read(request.LifecycleConfiguration, call.Random);
        if (rules.IsError)
        {
            return rules.Error;
        }

        return await call.TransactAsync<PutBucketLifecycleConfigurationOutput>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            var lifecycle = new LifecycleRecord { Id = call.Random.NextGuid().ToString(), Rules = rules.Value, TransitionMinimum = minimum };
            S3Tables.Buckets.Put(transaction, request.Bucket!, bucket.Value with { Lifecycle = lifecycle });
            RunLifecycle.Enqueue(transaction, new LifecycleOrder(request.Bucket!, lifecycle.Id), LifecycleDays.NextMidnight(call.Clock.GetUtcNow()), call.RequestId);
            return new PutBucketLifecycleConfigurationOutput { TransitionDefaultMinimumObjectSize = minimum };
        });
    }
}
