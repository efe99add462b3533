using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Operations;

/// <summary>Adds tags to a queue; a tag that is there gets the new value.</summary>
internal sealed class TagQueue : IOperation<TagQueueRequest, TagQueueResponse>
{
    public ValueTask<Outcome<TagQueueResponse>> ExecuteAsync(Call call, TagQueueRequest request) =>
        request.Tags is not { Count: > 0 }
            ? ValueTask.FromResult<Outcome<TagQueueResponse>>(SqsErrors.MissingParameter("Tags"))
            : Queues.ChangeAsync(
                call,
                request.QueueUrl,
                queue =>
                {
                    var tags = new Dictionary<string, string>(queue.Tags);
                    foreach (var (key, value) in request.Tags)
                    {
                        tags[key] = value;
                    }

                    return QueueTags.Check(tags) is { } problem ? problem : queue with { Tags = tags };
                },
                new TagQueueResponse());
}
