using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.Storage;

namespace Unkai.S3.Jobs;

/// <summary>Tells that a restored copy is ready, and later that it is gone. Readers go by the record's times and need no job.</summary>
internal static class FinishRestore
{
    internal const string Kind = "s3.restore";

    internal static void Enqueue(Transaction transaction, string bucket, string key, ObjectRecord record, bool isEnd, string? cause)
    {
        var order = new RestoreOrder(bucket, key, record.VersionId, record.RestoreReadyAt!.Value, record.RestoreExpiresAt!.Value, isEnd);
        transaction.Enqueue(new Job(Kind, isEnd ? order.ExpiresAt : order.ReadyAt, JsonSerializer.SerializeToUtf8Bytes(order, S3Json.Default.RestoreOrder), Cause: cause));
    }

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, S3Json.Default.RestoreOrder)!;
        var call = run.CallAs(Principal.Service("s3.amazonaws.com", AccountId.Default), "us-east-1", "s3.amazonaws.com");
        await call.TransactAsync<bool>(async transaction =>
        {
            if (!await run.RemoveAsync(transaction) || await S3Tables.Buckets.GetAsync(transaction, order.Bucket) is not { } bucket)
            {
                return true;
            }

            // Another restore, or another object, has jobs of its own.
            var found = await Objects.FindAsync(transaction, order.Bucket, order.Key, order.VersionId);
            if (found.IsError || found.Value.RestoreReadyAt != order.ReadyAt || found.Value.RestoreExpiresAt != order.ExpiresAt)
            {
                return true;
            }

            if (order.IsEnd)
            {
                var changed = found.Value with { RestoreReadyAt = null, RestoreExpiresAt = null };
                await Objects.ReplaceAsync(transaction, order.Bucket, order.Key, changed);
                BucketNotifications.Enqueue(transaction, call, bucket, order.Bucket, "ObjectRestore:Delete", order.Key, changed);
            }
            else
            {
                BucketNotifications.Enqueue(transaction, call, bucket, order.Bucket, "ObjectRestore:Completed", order.Key, found.Value);
                Enqueue(transaction, order.Bucket, order.Key, found.Value, isEnd: true, run.Job.Cause);
            }

            return true;
        });
        return JobResult.Done;
    }
}
