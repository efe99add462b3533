using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Jobs;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.EventSources;

/// <summary>Receives a queue's messages by long polls, as the function's role, and hands them to the function in batches.</summary>
/// <remarks>A batch that fails is left to the queue: its messages come back when their visibility timeout ends.</remarks>
internal sealed class QueuePoller(Call call, MappingRecord mapping, CancellationToken stop) : IStandingWork
{
    private const int BatchesAtOnce = 10;
    private const int ReceivedMax = 10;
    private const int LongPollSeconds = 20;
    private const int PayloadBytesMax = 5 * 1024 * 1024;
    private const int ThrottleRetriesMax = 6;
    private static readonly TimeSpan s_troubleMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_troubleMax = TimeSpan.FromMinutes(1);

    private readonly FunctionReference _reference = new(call.Account, call.Region, mapping.Function, mapping.Qualifier);
    private readonly string _queueUrl = EventDestinations.QueueUrlOf(call, Arn.Parse(mapping.SourceArn)!.Value);
    private readonly List<EventFilter> _filters = [.. mapping.Filters.Select(EventFilter.Parse).OfType<EventFilter>()];

    private TaskCompletionSource _rests = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
                if (call.World.Background.IsHeld)
                {
                    await Task.WhenAll(working);
                    await RestAsync();
                }

                await places.WaitAsync(stop);
                working.RemoveAll(static task => task.IsCompleted);
                if (await GatherAsync() is not { } batch)
                {
                    places.Release();
                    await PauseAsync(trouble);
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

    /// <inheritdoc/>
    public async ValueTask<bool> StepAsync()
    {
        // What a long poll brought that the hold has cut short is worked on first.
        await Task.WhenAny(_rests.Task, Task.Delay(Timeout.InfiniteTimeSpan, call.World.Machine.Provider, stop));
        if (stop.IsCancellationRequested || await GatherAsync(isStep: true) is not { Count: > 0 } batch)
        {
            return false;
        }

        await ProcessAsync(batch);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextAsync() =>
        !stop.IsCancellationRequested && call.World.Pipeline.Services.Find("sqs") is IReadySource queues
            ? queues.NextReadyAsync(call.World, mapping.SourceArn, stop)
            : ValueTask.FromResult<DateTimeOffset?>(null);

    private async Task RestAsync()
    {
        _rests.TrySetResult();
        await call.World.Background.WhenReleasedAsync(stop);
        _rests = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stop, call.World.Background.WhenHeld);
        try
        {
            await call.World.Machine.DelayAsync(pause, held.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The world is held: whoever settles it looks again.
        }
    }

    private async Task WorkAsync(List<Message> batch, SemaphoreSlim places)
    {
        using var activity = call.World.Background.Begin();
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
    private async ValueTask<List<Message>?> GatherAsync(bool isStep = false)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stop, isStep ? CancellationToken.None : call.World.Background.WhenHeld);
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

            Outcome<ReceiveMessageResult> received;
            try
            {
                received = await (await AsRoleAsync(held.Token)).Sqs.ReceiveMessageAsync(new ReceiveMessageRequest
                {
                    QueueUrl = _queueUrl,
                    MaxNumberOfMessages = Math.Min(ReceivedMax, mapping.BatchSize - batch.Count),
                    WaitTimeSeconds = isStep ? 0 : Math.Min(LongPollSeconds, left),
                    MessageSystemAttributeNames = ["All"],
                    MessageAttributeNames = ["All"],
                });
            }
            catch (OperationCanceledException) when (held.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                return batch; // The world is held: what is in hand is worked on, and the queue is read again when it is stepped or released.
            }

            if (received.IsError)
            {
                return batch.Count == 0 ? null : batch;
            }

            var before = batch.Count;
            batch.AddRange(received.Value.Messages ?? []);
            bytes = batch.Sum(static message => (long)message.Body!.Length);
            if (batch.Count == 0 || mapping.WindowSeconds == 0 || (isStep && batch.Count == before))
            {
                break;
            }

            end ??= call.Clock.GetUtcNow().AddSeconds(mapping.WindowSeconds);
        }

        return batch;
    }

    private async ValueTask ProcessAsync(List<Message> batch)
    {
        var wanted = _filters.Count == 0 ? batch : batch.FindAll(message => _filters.Exists(filter => filter.Matches(QueueEvent.ForFilter(message, mapping.SourceArn, call.Region))));
        var done = batch.Except(wanted).ToList();
        if (wanted.Count > 0 && await InvokeAsync(wanted) is { } succeeded)
        {
            done.AddRange(succeeded);
        }

        foreach (var part in done.Chunk(ReceivedMax))
        {
            await (await AsRoleAsync(stop)).Sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest
            {
                QueueUrl = _queueUrl,
                Entries = [.. part.Select((message, index) => new DeleteMessageBatchRequestEntry { Id = $"m{index}", ReceiptHandle = message.ReceiptHandle })],
            });
        }
    }

    /// <returns>The messages that the function has done; null when it has done none.</returns>
    private async ValueTask<List<Message>?> InvokeAsync(List<Message> batch)
    {
        var payload = QueueEvent.Write(batch, mapping.SourceArn, call.Region);
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

    private ValueTask<Call> AsRoleAsync(CancellationToken cancellation) => PollerCalls.AsRoleAsync(call, _reference, cancellation);
}
