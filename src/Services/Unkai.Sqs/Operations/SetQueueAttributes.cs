using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Attributes;
using Unkai.Sqs.Jobs;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>Changes a queue's attributes; they hold at once, for messages that are there too.</summary>
internal sealed class SetQueueAttributes : IOperation<SetQueueAttributesRequest, SetQueueAttributesResponse>
{
    public ValueTask<Outcome<SetQueueAttributesResponse>> ExecuteAsync(Call call, SetQueueAttributesRequest request) =>
        request.Attributes is not { Count: > 0 }
            ? ValueTask.FromResult<Outcome<SetQueueAttributesResponse>>(SqsErrors.MissingParameter("Attributes"))
            : Queues.TransactAsync<Dictionary<string, string>, SetQueueAttributesResponse>(call, request.QueueUrl, request.Attributes, static async (transaction, call, queue, attributes) =>
            {
                var now = call.Clock.GetUtcNow();
                var changed = QueueAttributes.Apply(queue, attributes);
                if (changed.IsError)
                {
                    return changed.Error;
                }

                if (attributes.ContainsKey("RedrivePolicy") && await RedrivePolicies.CheckTargetAsync(transaction, changed.Value) is { } problem)
                {
                    return problem;
                }

                SqsTables.Queues.Put(transaction, queue.Key, changed.Value with { ModifiedAt = now });
                if (changed.Value.RetentionSeconds < queue.RetentionSeconds)
                {
                    // The repeating job would come only when the old retention is over.
                    transaction.Enqueue(RemoveExpiredMessages.JobOf(queue, now, repeats: false));
                }

                return new SetQueueAttributesResponse();
            });
}
