using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Sqs.Receiving;
using Unkai.Sqs.Sending;
using Unkai.Sqs.Standard;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>Takes up to ten messages in flight, and waits for one when asked to.</summary>
internal sealed class ReceiveMessage : IOperation<ReceiveMessageRequest, ReceiveMessageResult>
{
    private const int MessagesMax = 10;
    private const int VisibilitySecondsMax = 43_200;
    private const int WaitSecondsMax = 20;

    public async ValueTask<Outcome<ReceiveMessageResult>> ExecuteAsync(Call call, ReceiveMessageRequest request)
    {
        var address = Queues.Address(call, request.QueueUrl);
        if ((address.Error ?? Check(request)) is { } problem)
        {
            return problem;
        }

        var look = new Look(call, address.Value, new ReceiveOrder(request.MaxNumberOfMessages ?? 1, request.VisibilityTimeout, request.ReceiveRequestAttemptId), request.WaitTimeSeconds);
        var poll = new LongPoll(call);
        while (true)
        {
            if (await IsAtMaxAsync(look))
            {
                return SqsErrors.OverLimit("The maximum number of in flight messages is reached.");
            }

            // What became visible while the last look was made is found by one more.
            var isLast = poll.IsOver;
            var looked = await call.TransactAsync<Look, ReceiveResult>(look, LookAsync);
            if (looked.IsError)
            {
                return looked.Error;
            }

            var result = looked.Value;
            using var watch = result.Watch;
            if (result.Messages.Count > 0)
            {
                return new ReceiveMessageResult { Messages = result.Messages.ConvertAll(message => MessageShapes.Of(message, request)) };
            }

            if (result.IsAtBound)
            {
                continue;
            }

            if (watch is null)
            {
                return new ReceiveMessageResult();
            }

            poll.Seconds = request.WaitTimeSeconds ?? result.QueueWaitSeconds;
            if (isLast)
            {
                return new ReceiveMessageResult();
            }

            if (!poll.IsOver)
            {
                await poll.WaitAsync(watch, result.NextAt);
            }
        }
    }

    private static AwsError? Check(ReceiveMessageRequest request) =>
        request.MaxNumberOfMessages is < 1 or > MessagesMax
            ? SqsErrors.InvalidParameter($"{request.MaxNumberOfMessages}", "MaxNumberOfMessages", $"Must be between 1 and {MessagesMax}, if provided.")
        : request.VisibilityTimeout is < 0 or > VisibilitySecondsMax
            ? SqsErrors.InvalidParameter($"{request.VisibilityTimeout}", "VisibilityTimeout", $"Must be >= 0 and <= {VisibilitySecondsMax}, if provided.")
        : request.WaitTimeSeconds is < 0 or > WaitSecondsMax
            ? SqsErrors.InvalidParameter($"{request.WaitTimeSeconds}", "WaitTimeSeconds", $"Must be >= 0 and <= {WaitSecondsMax}, if provided.")
        : request.ReceiveRequestAttemptId is { } attempt && !MessageCharacters.IsToken(attempt)
            ? SqsErrors.InvalidParameter(attempt, "ReceiveRequestAttemptId", "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.")
        : null;

    private static ValueTask<bool> IsAtMaxAsync(Look look) => look.Call.World.Store.ReadAsync(
        look.Call.World.Name,
        look,
        static async (snapshot, look) => await SqsTables.Queues.GetAsync(snapshot, look.Key) is { IsFifo: false } queue
            && await InFlight.IsAtMaxAsync(snapshot, queue, look.Call.Clock.GetUtcNow()),
        look.Call.Cancellation);

    private static async ValueTask<Outcome<ReceiveResult>> LookAsync(Transaction transaction, Look look)
    {
        if (await SqsTables.Queues.GetAsync(transaction, look.Key) is not { } queue)
        {
            return SqsErrors.QueueDoesNotExist;
        }

        if (!queue.IsFifo && look.Order.AttemptId is { } attempt)
        {
            return SqsErrors.NotForThisType(attempt, "ReceiveRequestAttemptId");
        }

        var now = look.Call.Clock.GetUtcNow();
        var result = new ReceiveResult { QueueWaitSeconds = queue.WaitSeconds };
        if (queue.IsFifo)
        {
            await FifoReceiver.ReceiveAsync(transaction, queue, look.Order, now, result);
        }
        else
        {
            await StandardReceiver.ReceiveAsync(transaction, queue, look.Order, now, result);
        }

        if (result.Messages.Count == 0 && !result.IsAtBound && (look.WaitSeconds ?? queue.WaitSeconds) > 0)
        {
            result.Watch = queue.IsFifo ? FifoReceiver.Watch(transaction, queue.Id) : StandardReceiver.Watch(transaction, queue.Id);
            result.NextAt = queue.IsFifo ? await FifoReceiver.NextAsync(transaction, queue.Id, now) : await StandardReceiver.NextAsync(transaction, queue.Id, now);
        }

        return result;
    }

    private sealed record Look(Call Call, QueueAddress Address, ReceiveOrder Order, int? WaitSeconds)
    {
        internal (string, string, string) Key => (Address.Account, Address.Region, Address.Name);
    }
}
