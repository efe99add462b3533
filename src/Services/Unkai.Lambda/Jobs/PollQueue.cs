using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Lambda.EventSources;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda.Jobs;

/// <summary>Polls a mapping's queue, or reads its stream, for as long as the mapping stays as it is: its row stays, so the cloud's next start runs it again.</summary>
/// <remarks>Each enabled mapping so occupies one of the pump's 256 places.</remarks>
internal static class PollQueue
{
    internal const string Kind = "lambda.poll-queue";

    /// <summary>Starts the poller once this transaction has committed.</summary>
    internal static void Enqueue(Call call, Transaction transaction, MappingRecord mapping)
    {
        if (mapping.IsEnabled)
        {
            var order = new PollOrder(call.Account.Value, call.Region, mapping.Uuid, mapping.Generation);
            transaction.Enqueue(new Job(Kind, call.Clock.GetUtcNow(), JsonSerializer.SerializeToUtf8Bytes(order, LambdaJson.Default.PollOrder)));
        }
    }

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, LambdaJson.Default.PollOrder)!;
        var account = AccountId.Parse(order.Account)!.Value;
        var key = (account, order.Region, order.Uuid);
        while (true)
        {
            var (mapping, watch) = await run.World.Store.ReadAsync(
                run.World.Name,
                async snapshot => (await LambdaTables.Mappings.GetAsync(snapshot, key), snapshot.Watch(LambdaTables.Mappings.At(key))),
                run.Cancellation);
            using (watch)
            {
                if (mapping is not { IsEnabled: true } || mapping.Generation != order.Generation)
                {
                    return JobResult.Done;
                }

                using var changed = CancellationTokenSource.CreateLinkedTokenSource(run.Cancellation);
                var asJob = run.CallAs(Principal.Service(Roles.ServicePrincipal, account), order.Region, Roles.ServicePrincipal);
                var (work, polling) = Start(asJob, mapping, changed.Token);
                using var standing = run.Stand(work);
                await Task.WhenAny(watch.WaitAsync(run.Cancellation), polling);
                await changed.CancelAsync();
                await polling;
                run.Cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private static (IStandingWork Work, Task Polling) Start(Call call, MappingRecord mapping, CancellationToken stop)
    {
        if (mapping.Stream is not null)
        {
            var reader = new StreamPoller(call, mapping, stop);
            return (reader, reader.RunAsync());
        }

        var poller = new QueuePoller(call, mapping, stop);
        return (poller, poller.RunAsync());
    }
}
