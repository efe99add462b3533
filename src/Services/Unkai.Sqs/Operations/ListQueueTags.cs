using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Operations;

/// <summary>A queue's tags.</summary>
internal sealed class ListQueueTags : IOperation<ListQueueTagsRequest, ListQueueTagsResult>
{
    public ValueTask<Outcome<ListQueueTagsResult>> ExecuteAsync(Call call, ListQueueTagsRequest request) =>
        Queues.ReadAsync(call, request.QueueUrl, static (_, queue) => ValueTask.FromResult<Outcome<ListQueueTagsResult>>(
            new ListQueueTagsResult { Tags = queue.Tags.Count > 0 ? new Dictionary<string, string>(queue.Tags) : null }));
}
