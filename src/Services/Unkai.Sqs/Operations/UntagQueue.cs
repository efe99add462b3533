using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Operations;

/// <summary>Removes tags from a queue, there or not.</summary>
internal sealed class UntagQueue : IOperation<UntagQueueRequest, UntagQueueResponse>
{
    public ValueTask<Outcome<UntagQueueResponse>> ExecuteAsync(Call call, UntagQueueRequest request) =>
        request.TagKeys is not { Count: > 0 } keys
            ? ValueTask.FromResult<Outcome<UntagQueueResponse>>(SqsErrors.MissingParameter("TagKeys"))
            : Queues.ChangeAsync(
                call,
                request.QueueUrl,
                queue => queue with { Tags = queue.Tags.Where(tag => !keys.Contains(tag.Key)).ToDictionary() },
                new UntagQueueResponse());
}
