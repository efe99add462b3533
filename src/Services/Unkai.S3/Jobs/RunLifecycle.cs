using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.S3.Lifecycle;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Jobs;

/// <summary>Carries a bucket's lifecycle out, a page of keys a run, at midnight UTC.</summary>
/// <remarks>
/// A round reads a bucket once and learns when the next thing is due; what is written after it cannot be due before its own days have passed. So the next round is
/// on the earliest of these days, and not each day, unless rules go by tags or lone delete markers: these may begin to hold at any time.
/// </remarks>
internal static class RunLifecycle
{
    internal const string Kind = "s3.lifecycle";
    private const int KeysPerRun = 200;

    internal static void Enqueue(Transaction transaction, LifecycleOrder order, DateTimeOffset due, string? cause) =>
        transaction.Enqueue(new Job(Kind, due, JsonSerializer.SerializeToUtf8Bytes(order, S3Json.Default.LifecycleOrder), Cause: cause));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, S3Json.Default.LifecycleOrder)!;
        var call = run.CallAs(Principal.Service("lifecycle.s3.amazonaws.com", AccountId.Default), "us-east-1", "lifecycle.s3.amazonaws.com");
        await call.TransactAsync<bool>(async transaction =>
        {
            if (!await run.RemoveAsync(transaction)
                || await S3Tables.Buckets.GetAsync(transaction, order.Bucket) is not { Lifecycle: { } lifecycle } bucket || lifecycle.Id != order.Lifecycle)
            {
                return true;
            }

            var now = call.Clock.GetUtcNow();
            var round = new LifecycleRound(transaction, call, bucket, lifecycle, order.Bucket, now) { Next = order.Next };
            var place = !order.IsAtUploads ? await round.PassObjectsAsync(order.After, order.Within, KeysPerRun)
                : await round.AbortUploadsAsync(order.After, KeysPerRun) is { } last ? (last, null)
                : default((string?, VersionsPassed?)?);
            if (place is (var after, var within))
            {
                Enqueue(transaction, order with { After = after, Within = within, Next = round.Next }, now, run.Job.Cause);
            }
            else if (!order.IsAtUploads)
            {
                Enqueue(transaction, order with { After = null, Within = null, IsAtUploads = true, Next = round.Next }, now, run.Job.Cause);
            }
            else if (NextRound(lifecycle, round.Next, now) is { } next)
            {
                Enqueue(transaction, new LifecycleOrder(order.Bucket, order.Lifecycle), next, run.Job.Cause);
            }

            return true;
        });
        return JobResult.Done;
    }

    /// <summary>When anything may be due next; null for never.</summary>
    private static DateTimeOffset? NextRound(LifecycleRecord lifecycle, DateTimeOffset? known, DateTimeOffset now)
    {
        var midnight = LifecycleDays.NextMidnight(now);
        DateTimeOffset? first = known;
        foreach (var rule in lifecycle.Rules.Where(rule => rule.IsEnabled))
        {
            var isSudden = rule.Tags.Count > 0 || rule.ExpiresLoneMarkers == true || rule.ExpirationDate <= now || rule.NewerNoncurrentVersions is not null
                || rule.Transitions.Any(one => one.Date <= now) || rule.NoncurrentTransitions.Any(one => one.NewerVersions is not null);
            Consider(isSudden ? midnight : null);
            Consider(rule.ExpirationDate > now ? rule.ExpirationDate : null);
            foreach (var days in new[] { rule.ExpirationDays, rule.NoncurrentDays, rule.AbortDays }.Concat(rule.Transitions.Concat(rule.NoncurrentTransitions).Select(one => one.Days)))
            {
                Consider(days is { } some ? LifecycleDays.DueAfter(now.AddTicks(1), some) : null);
            }

            foreach (var transition in rule.Transitions)
            {
                Consider(transition.Date > now ? transition.Date : null);
            }
        }

        return first < midnight ? midnight : first;

        void Consider(DateTimeOffset? due) => first = due is not null && !(due >= first) ? due : first;
    }
}
