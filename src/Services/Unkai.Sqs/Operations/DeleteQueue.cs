using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Operations;

/// <summary>Removes a queue with its messages, at once.</summary>
internal sealed class DeleteQueue : IOperation<DeleteQueueRequest, DeleteQueueResponse>
{
    public ValueTask<Outcome<DeleteQueueResponse>> ExecuteAsync(Call call, DeleteQueueRequest request) =>
        Queues.TransactAsync<DeleteQueueRequest, DeleteQueueResponse>(call, request.QueueUrl, request, static (transaction, call, queue, _) =>
        {
            Queues.Delete(transaction, queue, call.Clock.GetUtcNow());
            return ValueTask.FromResult<Outcome<DeleteQueueResponse>>(new DeleteQueueResponse());
        });
}
