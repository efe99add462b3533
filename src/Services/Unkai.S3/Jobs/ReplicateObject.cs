using System.Text.Json;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.S3.Replication;
using Unkai.Storage;

namespace Unkai.S3.Jobs;

/// <summary>Brings one version to all its destinations, in one transaction with the source's new status; or finds what was there before a rule.</summary>
internal static class ReplicateObject
{
    internal const string Kind = "s3.replicate";
    private const int KeysPerRun = 200;
    private const string ServiceName = "s3.amazonaws.com";

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, S3Json.Default.ReplicationOrder)!;
        var call = run.CallAs(Principal.Service(ServiceName, AccountId.Default), "us-east-1", ServiceName);
        if (order.VersionId is null)
        {
            await call.TransactAsync<bool>(async transaction => await run.RemoveAsync(transaction) ? await BackfillAsync(transaction, call, order, run.Job.Cause) : true);
            return JobResult.Done;
        }

        var forbidden = await ForbiddenAsync(call, order);
        await call.TransactAsync<bool>(async transaction => await run.RemoveAsync(transaction) ? await ReplicateAsync(transaction, call, order, forbidden) : true);
        return JobResult.Done;
    }

    /// <summary>The destinations that the role may not write to.</summary>
    private static async ValueTask<HashSet<string>> ForbiddenAsync(Call call, ReplicationOrder order)
    {
        var (source, targets) = await call.ReadAsync(async snapshot =>
        {
            var source = await S3Tables.Buckets.GetAsync(snapshot, order.Bucket);
            var targets = new List<(string Name, BucketRecord? Record)>();
            foreach (var name in source?.Replication?.Rules.Select(rule => rule.Bucket).Distinct() ?? [])
            {
                targets.Add((name, await S3Tables.Buckets.GetAsync(snapshot, name)));
            }

            return (source, targets);
        });
        if (source?.Replication is not { } replication || Arn.Parse(replication.Role) is not { } role)
        {
            return [];
        }

        var asRole = call.As(role, "s3-replication", ServiceName);
        var forbidden = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, record) in targets)
        {
            var refusals = await asRole.RefusalsAsync(
                S3Contract.Contract,
                [S3Arns.Of("s3:GetObjectVersionForReplication", order.Bucket, order.Key, source), S3Arns.Of("s3:ReplicateObject", name, order.Key, record)]);
            if (refusals.Any(static refused => refused is not null))
            {
                forbidden.Add(name);
            }
        }

        return forbidden;
    }

    private static async ValueTask<Outcome<bool>> ReplicateAsync(Transaction transaction, Call call, ReplicationOrder order, HashSet<string> forbidden)
    {
        var key = order.Key!;
        if (await S3Tables.Buckets.GetAsync(transaction, order.Bucket) is not { } bucket
            || await Objects.FindAnyAsync(transaction, order.Bucket, key, order.VersionId!) is not { } source)
        {
            return true;
        }

        var hasFailed = false;
        foreach (var rule in Replicas.RulesFor(bucket, key, source))
        {
            var target = await S3Tables.Buckets.GetAsync(transaction, rule.Bucket);
            if (target is not { Versioning: VersioningStatus.Enabled } || forbidden.Contains(rule.Bucket) || (source.LockMode is not null && target.ObjectLock is null))
            {
                hasFailed = true;
                BucketNotifications.Enqueue(transaction, call, bucket, order.Bucket, "Replication:OperationFailedReplication", key, source);
                continue;
            }

            var replica = Replicas.CopyFor(rule, source);
            if (await ReplicaPlaces.PlaceAsync(transaction, call, rule.Bucket, key, replica))
            {
                BucketNotifications.Enqueue(transaction, call, target, rule.Bucket, source.IsDeleteMarker ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectCreated:Put", key, replica);
            }
        }

        await Objects.ReplaceAsync(transaction, order.Bucket, key, source with { ReplicationStatus = hasFailed ? Replicas.Failed : Replicas.Completed });
        return true;
    }

    private static async ValueTask<Outcome<bool>> BackfillAsync(Transaction transaction, Call call, ReplicationOrder order, string? cause)
    {
        if (await S3Tables.Buckets.GetAsync(transaction, order.Bucket) is not { Replication: { } replication } bucket)
        {
            return true;
        }

        var rulesForExisting = bucket with { Replication = replication with { Rules = [.. replication.Rules.Where(rule => rule.ExistingObjects == true)] } };
        var space = S3Tables.Objects.Under(order.Bucket);
        var rows = await S3Tables.Objects.RangeAsync(transaction, order.Key is null ? space.All : space.After(order.Key), KeysPerRun);
        foreach (var row in rows)
        {
            await BeginAsync(row.Key.Key, row.Value);
            await foreach (var older in S3Tables.OlderVersions.EachAsync(transaction, S3Tables.OlderVersions.Under(order.Bucket, row.Key.Key).All))
            {
                await BeginAsync(row.Key.Key, older.Value);
            }
        }

        if (rows.Count == KeysPerRun)
        {
            Replicas.Enqueue(transaction, call, order with { Key = rows[^1].Key.Key }, cause);
        }

        return true;

        async ValueTask BeginAsync(string key, ObjectRecord record)
        {
            if (record.ReplicationStatus is null && Replicas.RulesFor(rulesForExisting, key, record).Count > 0)
            {
                var marked = record with { ReplicationStatus = Replicas.Pending };
                await Objects.ReplaceAsync(transaction, order.Bucket, key, marked);
                Replicas.Enqueue(transaction, call, order.Bucket, key, marked);
            }
        }
    }
}
