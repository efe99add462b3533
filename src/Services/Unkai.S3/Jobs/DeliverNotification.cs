using System.Text;
using System.Text.Json;
using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud.Jobs;
using Unkai.S3.Model;
using Unkai.S3.Notifications;

namespace Unkai.S3.Jobs;

/// <summary>Tells one destination of one change: at least once, as on AWS.</summary>
internal static class DeliverNotification
{
    internal const string Kind = "s3.notify";
    private const int AttemptsMax = 20;

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, S3Json.Default.NotificationOrder)!;
        if (order.Target == BucketNotifications.EventBus)
        {
            var bus = run.CallAs(Principal.Service(Destinations.ServicePrincipal, AccountId.Parse(order.Owner) ?? AccountId.Default), order.Region, Destinations.ServicePrincipal);
            return ResultOf(run, (await NamedDestinations.PutEventsAsync(bus, order.Owner, order.Region, order.Event)).Error);
        }

        var target = Arn.Parse(order.Target)!.Value;
        var call = run.CallAs(Principal.Service(Destinations.ServicePrincipal, AccountId.Parse(target.Account) ?? AccountId.Default), target.Region, Destinations.ServicePrincipal);
        AwsError? error;
        if (target.Service == "sqs")
        {
            error = (await Destinations.SendAsync(call, target, order.Event)).Error;
        }
        else if (target.Service == "sns")
        {
            error = (await NamedDestinations.PublishAsync(call, target, order.Event)).Error;
        }
        else
        {
            error = (await call.Lambda.InvokeAsync(new InvocationRequest
            {
                FunctionName = target.ToString(),
                InvocationType = InvocationType.Event,
                Payload = Encoding.UTF8.GetBytes(order.Event),
            })).Error;
        }

        return ResultOf(run, error);
    }

    /// <summary>A destination that is gone or closed is not told again; one that is busy is.</summary>
    private static JobResult ResultOf(JobRun run, AwsError? error) =>
        error is null || (error.IsSender && error.Status != 429) || run.Job.Attempt >= AttemptsMax
            ? JobResult.Done
            : JobResult.Retry(run.World.Clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, Math.Min(run.Job.Attempt, 8))));
}
