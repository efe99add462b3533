using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Operations;

/// <summary>Removes all messages of a queue, in flight or not, at once.</summary>
internal sealed class PurgeQueue : IOperation<PurgeQueueRequest, PurgeQueueResponse>
{
    private const int IntervalSeconds = 60;

    public ValueTask<Outcome<PurgeQueueResponse>> ExecuteAsync(Call call, PurgeQueueRequest request) =>
        Queues.TransactAsync<PurgeQueueRequest, PurgeQueueResponse>(call, request.QueueUrl, request, static (transaction, call, queue, _) =>
        {
            var now = call.Clock.GetUtcNow();
            if (queue.PurgedAt is { } purgedAt && now < purgedAt.AddSeconds(IntervalSeconds))
            {
                return ValueTask.FromResult<Outcome<PurgeQueueResponse>>(SqsErrors.PurgeQueueInProgress(queue.Name));
            }

            Queues.Empty(transaction, queue);
            SqsTables.Queues.Put(transaction, queue.Key, queue with { PurgedAt = now });
            return ValueTask.FromResult<Outcome<PurgeQueueResponse>>(new PurgeQueueResponse());
        });
}
