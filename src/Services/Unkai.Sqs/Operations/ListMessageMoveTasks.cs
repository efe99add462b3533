using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>The latest move tasks of a dead-letter queue, the newest first.</summary>
internal sealed class ListMessageMoveTasks : IOperation<ListMessageMoveTasksRequest, ListMessageMoveTasksResult>
{
    private const int ResultsMax = 10;

    public async ValueTask<Outcome<ListMessageMoveTasksResult>> ExecuteAsync(Call call, ListMessageMoveTasksRequest request)
    {
        if (string.IsNullOrEmpty(request.SourceArn))
        {
            return SqsErrors.MissingParameter("SourceArn");
        }

        if (request.MaxResults is < 1 or > ResultsMax)
        {
            return SqsErrors.InvalidParameter($"{request.MaxResults}", "MaxResults", $"You must enter a value from 1 to {ResultsMax}.");
        }

        return await call.ReadAsync<Outcome<ListMessageMoveTasksResult>>(async snapshot =>
        {
            if (await Queues.FindByArnAsync(snapshot, request.SourceArn) is not { } source)
            {
                return SqsErrors.ResourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
            }

            var rows = await SqsTables.MoveTasks.RangeAsync(snapshot, SqsTables.MoveTasks.Under(source.Id).All, request.MaxResults ?? 1, reverse: true);
            return new ListMessageMoveTasksResult { Results = [.. rows.Select(row => Describe(row.Key.StartedAt, row.Value))] };
        });
    }

    private static ListMessageMoveTasksResultEntry Describe(DateTimeOffset startedAt, MoveTaskRecord task) => new()
    {
        TaskHandle = task.Status == MoveTaskRecord.Running ? new MoveTaskHandle(task.TaskId, task.Source).ToString() : null,
        Status = task.Status,
        SourceArn = task.Source,
        DestinationArn = task.Destination,
        MaxNumberOfMessagesPerSecond = task.PerSecondMax,
        ApproximateNumberOfMessagesMoved = task.Moved,
        ApproximateNumberOfMessagesToMove = task.ToMove,
        FailureReason = task.FailureReason,
        StartedTimestamp = startedAt.ToUnixTimeMilliseconds(),
    };
}
