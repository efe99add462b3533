using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>Ends a move task; what it has moved stays where it is.</summary>
internal sealed class CancelMessageMoveTask : IOperation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult>
{
    public async ValueTask<Outcome<CancelMessageMoveTaskResult>> ExecuteAsync(Call call, CancelMessageMoveTaskRequest request)
    {
        if (MoveTaskHandle.Parse(request.TaskHandle) is not { } handle)
        {
            return string.IsNullOrEmpty(request.TaskHandle)
                ? SqsErrors.MissingParameter("TaskHandle")
                : SqsErrors.InvalidParameter(request.TaskHandle, "TaskHandle", "The task handle is not valid.");
        }

        return await call.TransactAsync<CancelMessageMoveTaskResult>(async transaction =>
        {
            if (await Queues.FindByArnAsync(transaction, handle.Source) is not { } source)
            {
                return SqsErrors.ResourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
            }

            await foreach (var (key, task) in SqsTables.MoveTasks.EachAsync(transaction, SqsTables.MoveTasks.Under(source.Id).All, reverse: true))
            {
                if (task.TaskId != handle.TaskId)
                {
                    continue;
                }

                if (task.Status != MoveTaskRecord.Running)
                {
                    return SqsErrors.UnsupportedOperation("Only active tasks can be cancelled.");
                }

                SqsTables.MoveTasks.Put(transaction, key, task with { Status = MoveTaskRecord.Cancelling });
                return new CancelMessageMoveTaskResult { ApproximateNumberOfMessagesMoved = task.Moved };
            }

            return SqsErrors.ResourceNotFound("Task does not exist.");
        });
    }
}
