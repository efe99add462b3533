using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>What every operation on a bucket begins with.</summary>
internal static class Buckets
{
    /// <summary>Buckets an account may have. Source: Amazon S3 User Guide, "Bucket quotas": 10,000.</summary>
    internal const int PerAccountMax = 10_000;

    /// <summary>The bucket, or the error for the caller.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="name">The bucket's name.</param>
    /// <param name="expectedOwner">The account that the caller says owns it, or null.</param>
    internal static async ValueTask<Outcome<BucketRecord>> FindAsync(Snapshot snapshot, string name, string? expectedOwner)
    {
        if (!BucketNameRules.CouldExist(name))
        {
            return S3Errors.InvalidBucketName(name);
        }

        if (expectedOwner is not null && AccountId.Parse(expectedOwner) is null)
        {
            return S3Errors.InvalidExpectedOwner;
        }

        return await S3Tables.Buckets.GetAsync(snapshot, name) is not { } bucket ? S3Errors.NoSuchBucket(name)
            : expectedOwner is not null && expectedOwner != bucket.Owner ? S3Errors.ExpectedOwnerMismatch
            : bucket;
    }

    /// <summary>Changes a bucket's record in a transaction of its own.</summary>
    internal static ValueTask<Outcome<TResponse>> ChangeAsync<TResponse>(
        Call call, string name, string? expectedOwner, Func<BucketRecord, Outcome<BucketRecord>> change, TResponse response) =>
        call.TransactAsync<TResponse>(async transaction =>
        {
            var found = await FindAsync(transaction, name, expectedOwner);
            if (found.IsError)
            {
                return found.Error;
            }

            var changed = change(found.Value);
            if (changed.IsError)
            {
                return changed.Error;
            }

            S3Tables.Buckets.Put(transaction, name, changed.Value);
            return response;
        });

    /// <summary>Reads a bucket's record.</summary>
    internal static ValueTask<Outcome<BucketRecord>> ReadAsync(Call call, string name, string? expectedOwner) =>
        call.ReadAsync(snapshot => FindAsync(snapshot, name, expectedOwner));
}
