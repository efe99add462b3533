using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Jobs;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.EventSources;

/// <summary>Receives a queue's messages by long polls, as the function's role, and hands them to the function in batches.</summary>
/// <remarks>A batch that fails is left to the queue: its messages come back when their visibility timeout ends.</remarks>
internal sealed class QueuePoller(Call call, MappingRecord mapping, CancellationToken stop)
{
    private const int BatchesAtOnce = 10;
    private const int ReceivedMax = 10;
    private const int LongPollSeconds = 20;
    private const int PayloadBytesMax = 5 * 1024 * 1024;
    private const int ThrottleRetriesMax = 6;
    private static readonly TimeSpan s_troubleMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_troubleMax = TimeSpan.FromMinutes(1);

    private readonly FunctionReference _reference = new(call.Account, call.Region, mapping.Function, mapping.Qualifier);
    private readonly string _queueUrl = EventDestinations.QueueUrlOf(call, Arn.Parse(mapping.QueueArn)!.Value);
    private readonly List<EventFilter> _filters = [.. mapping.Filters.Select(EventFilter.Parse).OfType<EventFilter>()];

    /// <summary>Polls until it is told to stop, and lets the batches in hand end.</summary>
    internal async Task RunAsync()
    {
        using var places = new SemaphoreSlim(mapping.ConcurrencyMax ?? BatchesAtOnce);
        var working = new List<Task>();
        var trouble = s_troubleMin;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await places.WaitAsync(stop);
                working.RemoveAll(static task => task.IsCompleted);
                if (await GatherAsync() is not { } batch)
                {
                    places.Release();
                    await call.World.Machine.DelayAsync(trouble, stop);
                    trouble = trouble * 2 < s_troubleMax ? trouble * 2 : s_troubleMax;
                    continue;
                }

                trouble = s_troubleMin;
                if (batch.Count == 0)
                {
                    places.Release();
                    continue;
                }

                working.Add(WorkAsync(batch, places));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The mapping has changed or the cloud stops.
        }

        await Task.WhenAll(working);
    }

    private async Task WorkAsync(List<Message> batch, SemaphoreSlim places)
    {
        try
        {
            await ProcessAsync(batch);
        }
        catch (OperationCanceledException)
        {
            // The cloud stops: the messages come back.
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>A batch: what one receive gives, or what comes within the batching window.</summary>
    /// <returns>Null when the queue cannot be read.</returns>
    private async ValueTask<List<Message>?> GatherAsync()
    {
        var batch = new List<Message>();
        var bytes = 0L;
        DateTimeOffset? end = null;
        while (batch.Count < mapping.BatchSize && bytes < PayloadBytesMax)
        {
            var left = end is { } until ? (int)Math.Ceiling((until - call.Clock.GetUtcNow()).TotalSeconds) : LongPollSeconds;
            if (left <= 0)
            {
                break;
            }

            var received = await (await AsRoleAsync()).Sqs.ReceiveMessageAsync(new ReceiveMessageRequest
            {
                QueueUrl = _queueUrl,
                MaxNumberOfMessages = Math.Min(ReceivedMax, mapping.BatchSize - batch.Count),
                WaitTimeSeconds = Math.Min(LongPollSeconds, left),
                MessageSystemAttributeNames = ["All"],
                MessageAttributeNames = ["All"],
            });
            if (received.IsError)
            {
                return batch.Count == 0 ? null : batch;
            }

            batch.AddRange(received.Value.Messages ?? []);
            bytes = batch.Sum(static message => (long)message.Body!.Length);
            if (batch.Count == 0 || mapping.WindowSeconds == 0)
            {
                break;
            }

            end ??= call.Clock.GetUtcNow().AddSeconds(mapping.WindowSeconds);
        }

        return batch;
    }

    private async ValueTask ProcessAsync(List<Message> batch)
    {
        var wanted = _filters.Count == 0 ? batch : batch.FindAll(message => _filters.Exists(filter => filter.Matches(QueueEvent.ForFilter(message, mapping.QueueArn, call.Region))));
        var done = batch.Except(wanted).ToList();
        if (wanted.Count > 0 && await InvokeAsync(wanted) is { } succeeded)
        {
            done.AddRange(succeeded);
        }

        foreach (var part in done.Chunk(ReceivedMax))
        {
            await (await AsRoleAsync()).Sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest
            {
                QueueUrl = _queueUrl,
                Entries = [.. part.Select((message, index) => new DeleteMessageBatchRequestEntry { Id = $"m{index}", ReceiptHandle = message.ReceiptHandle })],
            });
        }
    }

    /// <returns>The messages that the function has done; null when it has done none.</returns>
    private async ValueTask<List<Message>?> InvokeAsync(List<Message> batch)
    {
        var payload = QueueEvent.Write(batch, mapping.QueueArn, call.Region);
        for (var attempt = 0; ; attempt++)
        {
            var target = await InvocationTarget.FindAsync(call, _reference);
            if (target.IsError)
            {
                return null;
            }

            var ran = await Invocation.RunAsync(call, target.Value, payload, call.Random.NextGuid().ToString(), null);
            if (ran.IsError && ran.Error.Status == 429 && attempt < ThrottleRetriesMax)
            {
                await call.World.Machine.DelayAsync(TimeSpan.FromMilliseconds(200 << attempt), stop);
                continue;
            }

            return ran.IsError || ran.Value.FunctionError is not null ? null
                : mapping.ReportsItemFailures ? QueueEvent.Succeeded(batch, ran.Value.Payload)
                : batch;
        }
    }

    private async ValueTask<Call> AsRoleAsync()
    {
        var version = await call.ReadAsync(snapshot => Functions.FindVersionAsync(snapshot, _reference));
        var stoppable = new Call
        {
            World = call.World,
            Caller = call.Caller,
            Region = call.Region,
            Origin = call.Origin,
            Cause = call.Cause,
            CalledVia = call.CalledVia,
            Cancellation = stop,
        };
        return version.IsError ? stoppable : Roles.CallAs(stoppable, version.Value.Role, mapping.Function);
    }
}
