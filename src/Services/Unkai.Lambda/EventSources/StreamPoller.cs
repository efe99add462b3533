using Unkai.Api.DynamoDbStreams;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Jobs;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.EventSources;

/// <summary>Hands a stream's changes to a function in batches and in their order. A batch that fails is tried again before anything after it.</summary>
/// <remarks>
/// Source: Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB". Between tries pass 1 s, 2 s, … 60 s of the world's time. When there is nothing,
/// the poller waits on a watch of the stream.
/// </remarks>
internal sealed class StreamPoller(Call call, MappingRecord mapping, CancellationToken stop) : IStandingWork
{
    private const int BackOffSecondsMax = 60;
    private const int KeptSeconds = 86_400;
    private static readonly TimeSpan s_trouble = TimeSpan.FromSeconds(5);

    private readonly FunctionReference _reference = new(call.Account, call.Region, mapping.Function, mapping.Qualifier);
    private readonly StreamReader _reader = new(call, new(call.Account, call.Region, mapping.Function, mapping.Qualifier), mapping, stop);
    private readonly List<EventFilter> _filters = [.. mapping.Filters.Select(EventFilter.Parse).OfType<EventFilter>()];
    private readonly StreamSettings _settings = mapping.Stream!;

    /// <summary>What was read and is not done with, the first on top.</summary>
    private readonly Stack<(List<Record> Records, int Failures)> _batches = [];

    private DateTimeOffset? _retryAt;
    private TaskCompletionSource _rests = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal async Task RunAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (call.World.Background.IsHeld)
                {
                    await RestAsync();
                }

                using var watch = call.World.Pipeline.Services.Find("dynamodbstreams") is IChangeSource streams
                    ? await streams.WatchAsync(call.World, mapping.SourceArn, stop)
                    : null;
                bool isWorking;
                using (call.World.Background.Begin())
                {
                    isWorking = await AdvanceAsync(isStep: false);
                }

                if (isWorking)
                {
                    continue;
                }

                if (_retryAt is { } at && at - call.Clock.GetUtcNow() is { Ticks: > 0 } pause)
                {
                    await PauseAsync(pause);
                }
                else if (watch is null)
                {
                    await PauseAsync(s_trouble);
                }
                else
                {
                    await WaitAsync(watch);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The mapping has changed or the cloud stops.
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> StepAsync()
    {
        await Task.WhenAny(_rests.Task, Task.Delay(Timeout.InfiniteTimeSpan, call.World.Machine.Provider, stop));
        return !stop.IsCancellationRequested && await AdvanceAsync(isStep: true);
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextAsync() => ValueTask.FromResult(_batches.Count > 0 ? _retryAt : null);

    private async Task RestAsync()
    {
        _rests.TrySetResult();
        await call.World.Background.WhenReleasedAsync(stop);
        _rests = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private Task PauseAsync(TimeSpan pause) => UnlessHeldAsync(held => call.World.Machine.DelayAsync(pause, held));

    private Task WaitAsync(Unkai.Storage.Watch watch) => UnlessHeldAsync(watch.WaitAsync);

    private async Task UnlessHeldAsync(Func<CancellationToken, Task> wait)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stop, call.World.Background.WhenHeld);
        try
        {
            await wait(held.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The world is held: whoever settles it looks again.
        }
    }

    /// <summary>Reads a batch, or tries the one in hand.</summary>
    /// <returns>Whether anything was done.</returns>
    private async ValueTask<bool> AdvanceAsync(bool isStep)
    {
        if (_retryAt > call.Clock.GetUtcNow())
        {
            return false;
        }

        _retryAt = null;
        if (_batches.Count == 0)
        {
            var read = await _reader.ReadAsync();
            if (read is { Count: > 0 } && read.Count < mapping.BatchSize && mapping.WindowSeconds > 0 && !isStep)
            {
                await PauseAsync(TimeSpan.FromSeconds(mapping.WindowSeconds));
                read = await _reader.ReadAsync();
            }

            if (read is not { Count: > 0 })
            {
                return false;
            }

            _batches.Push((read, 0));
        }

        var (records, failures) = _batches.Pop();
        await TryAsync(records, failures);
        return true;
    }

    private async ValueTask TryAsync(List<Record> records, int failures)
    {
        var oldest = call.Clock.GetUtcNow().AddSeconds(-(_settings.RecordAgeSecondsMax > 0 ? _settings.RecordAgeSecondsMax : KeptSeconds));
        var old = records.TakeWhile(record => record.Dynamodb!.ApproximateCreationDateTime < oldest).ToList();
        if (old.Count > 0)
        {
            await GiveUpAsync(old, "RecordAgeExceeded", failures, null);
            Push(records.GetRange(old.Count, records.Count - old.Count), failures);
            return;
        }

        var wanted = _filters.Count == 0 ? records : records.FindAll(record => _filters.Exists(filter => filter.Matches(StreamEvent.ForFilter(record, mapping.SourceArn))));
        if (wanted.Count == 0)
        {
            await _reader.DoneAsync(records[^1]);
            return;
        }

        var target = await InvocationTarget.FindAsync(call, _reference);
        var ran = target.IsError ? target.Error
            : await Invocation.RunAsync(call, target.Value, StreamEvent.Write(wanted, mapping.SourceArn), call.Random.NextGuid().ToString(), null);
        if (ran.IsError)
        {
            // Not the records' fault: throttled, or the function cannot start.
            Retry(records, failures, Math.Max(failures, 1));
            return;
        }

        var done = ran.Value.FunctionError is not null ? 0 : mapping.ReportsItemFailures ? StreamEvent.DoneCount(wanted, ran.Value.Payload) : wanted.Count;
        if (done == wanted.Count)
        {
            await _reader.DoneAsync(records[^1]);
            return;
        }

        if (done > 0)
        {
            await _reader.DoneAsync(wanted[done - 1]);
            records = records.GetRange(records.IndexOf(wanted[done]), records.Count - records.IndexOf(wanted[done]));
        }

        await FailAsync(records, failures + 1, ran.Value.FunctionError);
    }

    private async ValueTask FailAsync(List<Record> records, int failures, string? functionError)
    {
        if (_settings.Bisects && records.Count > 1)
        {
            var half = records.Count / 2;
            Push(records.GetRange(half, records.Count - half), 0);
            Push(records.GetRange(0, half), 0);
        }
        else if (_settings.RetriesMax >= 0 && failures > _settings.RetriesMax)
        {
            await GiveUpAsync(records, "RetryAttemptsExhausted", failures, functionError);
        }
        else
        {
            Retry(records, failures, failures);
        }
    }

    private void Retry(List<Record> records, int failures, int waits)
    {
        Push(records, failures);
        _retryAt = call.Clock.GetUtcNow().AddSeconds(Math.Min(BackOffSecondsMax, Math.Pow(2, Math.Min(waits - 1, 10))));
    }

    private void Push(List<Record> records, int failures)
    {
        if (records.Count > 0)
        {
            _batches.Push((records, failures));
        }
    }

    private async ValueTask GiveUpAsync(List<Record> records, string condition, int runs, string? functionError)
    {
        if (_settings.OnFailure is { } destination && Arn.Parse(destination) is { Service: "sqs" } queue)
        {
            var body = StreamEvent.WriteFailure(
                records, mapping.SourceArn, _reader.Shard, _reference.QualifiedArn, call.Random.NextGuid().ToString(), condition, runs, functionError, call.Clock.GetUtcNow());
            await (await PollerCalls.AsRoleAsync(call, _reference, stop)).Sqs.SendMessageAsync(new SendMessageRequest
            {
                QueueUrl = EventDestinations.QueueUrlOf(call, queue),
                MessageBody = System.Text.Encoding.UTF8.GetString(body),
            });
        }

        await _reader.DoneAsync(records[^1]);
    }
}
