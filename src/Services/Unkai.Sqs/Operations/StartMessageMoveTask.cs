using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Jobs;
using Unkai.Sqs.Model;
using Unkai.Sqs.Receiving;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>Begins to move a dead-letter queue's messages back, or to another queue.</summary>
internal sealed class StartMessageMoveTask : IOperation<StartMessageMoveTaskRequest, StartMessageMoveTaskResult>
{
    private const int PerSecondMax = 500;

    public ValueTask<Outcome<StartMessageMoveTaskResult>> ExecuteAsync(Call call, StartMessageMoveTaskRequest request)
    {
        var problem = string.IsNullOrEmpty(request.SourceArn) ? SqsErrors.MissingParameter("SourceArn")
            : QueueAddress.ParseArn(request.SourceArn) is null ? SqsErrors.InvalidParameter(request.SourceArn, "SourceArn", "Must be the ARN of a queue.")
            : request.DestinationArn is not null && QueueAddress.ParseArn(request.DestinationArn) is null ? SqsErrors.InvalidParameter(request.DestinationArn, "DestinationArn", "Must be the ARN of a queue.")
            : request.MaxNumberOfMessagesPerSecond is < 1 or > PerSecondMax
                ? SqsErrors.InvalidParameter($"{request.MaxNumberOfMessagesPerSecond}", "MaxNumberOfMessagesPerSecond", $"You must enter a value from 1 to {PerSecondMax}.")
            : request.DestinationArn == request.SourceArn ? SqsErrors.InvalidParameter("Source queue arn and destination queue arn cannot be the same.")
            : null;
        return problem is not null
            ? ValueTask.FromResult<Outcome<StartMessageMoveTaskResult>>(problem)
            : call.TransactAsync<(Call Call, StartMessageMoveTaskRequest Request), StartMessageMoveTaskResult>((call, request), static (transaction, given) => StartAsync(transaction, given.Call, given.Request));
    }

    private static async ValueTask<Outcome<StartMessageMoveTaskResult>> StartAsync(Transaction transaction, Call call, StartMessageMoveTaskRequest request)
    {
        if (await Queues.FindByArnAsync(transaction, request.SourceArn) is not { } source)
        {
            return SqsErrors.ResourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
        }

        if (request.DestinationArn is not null)
        {
            if (await Queues.FindByArnAsync(transaction, request.DestinationArn) is not { } destination)
            {
                return SqsErrors.ResourceNotFound("The resource that you specified for the DestinationArn parameter doesn't exist.");
            }

            if (destination.IsFifo != source.IsFifo)
            {
                return SqsErrors.UnsupportedOperation("The source and destination queues must be of the same type.");
            }
        }

        if (!await IsDeadLetterQueueAsync(transaction, source))
        {
            return SqsErrors.InvalidParameter("Source queue must be configured as a Dead Letter Queue.");
        }

        if (await SqsTables.MoveTasks.RangeAsync(transaction, SqsTables.MoveTasks.Under(source.Id).All, 1, reverse: true) is [{ Value.IsActive: true }])
        {
            return SqsErrors.UnsupportedOperation("There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
        }

        var now = call.Clock.GetUtcNow();

        // Times are keys: on a frozen clock a second task would take the first one's place.
        while (await SqsTables.MoveTasks.ContainsAsync(transaction, (source.Id, now)))
        {
            now = now.AddTicks(1);
        }

        var task = new MoveTaskRecord
        {
            TaskId = call.Random.NextGuid().ToString(),
            Status = MoveTaskRecord.Running,
            Source = source.Arn,
            Destination = request.DestinationArn,
            PerSecondMax = request.MaxNumberOfMessagesPerSecond,
            ToMove = (await InFlight.CountAsync(transaction, source, now)).Visible,
        };
        SqsTables.MoveTasks.Put(transaction, (source.Id, now), task);
        transaction.Enqueue(MoveMessages.JobOf(new MoveOrder(source.Reference, now), call.RequestId));
        return new StartMessageMoveTaskResult { TaskHandle = new MoveTaskHandle(task.TaskId, source.Arn).ToString() };
    }

    private static async ValueTask<bool> IsDeadLetterQueueAsync(Snapshot snapshot, QueueRecord queue)
    {
        await foreach (var (_, other) in SqsTables.Queues.EachAsync(snapshot, SqsTables.Queues.Under(queue.Account, queue.Region).All))
        {
            if (other.Redrive?.Target == queue.Arn)
            {
                return true;
            }
        }

        return false;
    }
}
