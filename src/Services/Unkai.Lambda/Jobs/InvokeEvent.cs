using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Compute;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda.Jobs;

/// <summary>Runs an event invocation: again after one minute and after two when the function fails, and as soon as there is capacity when it is throttled.</summary>
/// <remarks>
/// Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation". An event that finds no capacity gives its
/// place among the running jobs back: it is due again after 1 s, 2 s, … 5 min, and earlier when an invocation of its function ends (RunningFunctions).
/// </remarks>
internal static class InvokeEvent
{
    internal const string Kind = "lambda.invoke-async";
    private const int RetriesDefault = 2;
    private const int AgeSecondsDefault = 21_600;
    private static readonly TimeSpan s_backOffMax = TimeSpan.FromMinutes(5);

    /// <summary>Takes an event; it is durable when this returns.</summary>
    internal static async ValueTask AcceptAsync(Call call, FunctionReference reference, ReadOnlyMemory<byte> payload)
    {
        var body = await call.Blobs.WriteAsync(payload, call.Cancellation);
        var accepted = new AsyncEvent
        {
            Account = reference.Account.Value,
            Region = reference.Region,
            Function = reference.Name,
            Qualifier = reference.Qualifier,
            RequestId = call.RequestId,
            Payload = body.ToField(),
            AcceptedAt = call.Clock.GetUtcNow(),
        };
        var job = new Job(Kind, accepted.AcceptedAt, Encode(accepted), Cause: call.RequestId);
        await call.TransactAsync<bool>(transaction =>
        {
            transaction.Reference(body);
            transaction.Enqueue(job);
            return ValueTask.FromResult<Outcome<bool>>(true);
        });
    }

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var accepted = JsonSerializer.Deserialize(run.Job.Payload.Span, LambdaJson.Default.AsyncEvent)!;
        var account = AccountId.Parse(accepted.Account)!.Value;
        var reference = new FunctionReference(account, accepted.Region, accepted.Function, accepted.Qualifier);
        var call = run.CallAs(Principal.Service(Roles.ServicePrincipal, account), accepted.Region, Roles.ServicePrincipal);
        var found = await InvocationTarget.FindAsync(call, reference);
        if (found.IsError)
        {
            return await EndAsync(run, accepted, []); // The function has been deleted.
        }

        var target = found.Value;
        var rules = target.Function.EventInvokes.GetValueOrDefault(reference.Qualifier ?? FunctionReference.Latest);
        var payload = await EventBodies.ReadAsync(call, Body.FromField(accepted.Payload));
        if (IsTooOld(call, accepted, rules))
        {
            return await EndAsync(run, accepted, await EventDestinations.OfFailureAsync(call, target, accepted, rules, payload, "EventAgeExceeded", null));
        }

        var ended = LambdaService.RunningOf(run.World).Ended;
        var ran = await Invocation.RunAsync(call, target, payload, accepted.RequestId, null);
        if (ran.IsError)
        {
            return await PutOffAsync(run, accepted, ran.Error, reference, ended);
        }

        if (ran.Value.FunctionError is null)
        {
            return await EndAsync(run, accepted, await EventDestinations.OfSuccessAsync(call, target, accepted, rules, payload, ran.Value));
        }

        var failed = accepted with { Failures = accepted.Failures + 1, Throttles = 0 };
        var wait = TimeSpan.FromMinutes(failed.Failures);
        if (failed.Failures > (rules?.RetriesMax ?? RetriesDefault))
        {
            await EndAsync(run, accepted, await EventDestinations.OfFailureAsync(call, target, failed, rules, payload, "RetriesExhausted", ran.Value));
            return JobResult.Failed($"{reference.FunctionArn}: {ran.Value.FunctionError}; no retry is left");
        }

        await AgainAsync(run, failed, wait);
        return JobResult.Failed($"{reference.FunctionArn}: {ran.Value.FunctionError}; it runs again in {wait.TotalMinutes:F0} min");
    }

    private static bool IsTooOld(Call call, AsyncEvent accepted, EventInvokeRecord? rules) =>
        call.Clock.GetUtcNow() - accepted.AcceptedAt > TimeSpan.FromSeconds(rules?.AgeSecondsMax ?? AgeSecondsDefault);

    private static async ValueTask<JobResult> PutOffAsync(JobRun run, AsyncEvent accepted, AwsError error, FunctionReference reference, long ended)
    {
        var throttled = accepted with { Throttles = accepted.Throttles + 1 };
        var backOff = TimeSpan.FromSeconds(Math.Min(s_backOffMax.TotalSeconds, Math.Pow(2, Math.Min(accepted.Throttles, 10))));
        var job = await AgainAsync(run, throttled, backOff);
        if (job is { } key && error.Status == 429)
        {
            LambdaService.RunningOf(run.World).Park(reference.FunctionArn, key, ended);
        }

        return JobResult.Done;
    }

    private static async ValueTask<JobKey?> AgainAsync(JobRun run, AsyncEvent next, TimeSpan wait)
    {
        var due = run.World.Clock.GetUtcNow() + wait;
        var stamp = await run.World.Store.TransactAsync<PendingStamp?>(
            run.World.Name,
            async transaction => await run.RemoveAsync(transaction) ? transaction.Enqueue(new Job(Kind, due, Encode(next), Cause: run.Job.Cause)) : null,
            CancellationToken.None);
        return stamp is { } written ? new JobKey(due, written.Value) : null;
    }

    /// <summary>The event is done with; what is to be told of it is due in the same transaction.</summary>
    private static async ValueTask<JobResult> EndAsync(JobRun run, AsyncEvent accepted, IReadOnlyList<Delivery> deliveries)
    {
        var now = run.World.Clock.GetUtcNow();
        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                if (await run.RemoveAsync(transaction))
                {
                    transaction.Dereference(Body.FromField(accepted.Payload));
                    foreach (var delivery in deliveries)
                    {
                        DeliverOutcome.Enqueue(transaction, delivery, now, run.Job.Cause);
                    }
                }

                return true;
            },
            CancellationToken.None);
        return JobResult.Done;
    }

    private static byte[] Encode(AsyncEvent accepted) => JsonSerializer.SerializeToUtf8Bytes(accepted, LambdaJson.Default.AsyncEvent);
}
