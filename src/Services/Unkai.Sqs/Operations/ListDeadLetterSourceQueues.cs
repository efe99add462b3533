using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Operations;

/// <summary>The queues whose dead letters come to a queue.</summary>
internal sealed class ListDeadLetterSourceQueues : IOperation<ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult>
{
    public async ValueTask<Outcome<ListDeadLetterSourceQueuesResult>> ExecuteAsync(Call call, ListDeadLetterSourceQueuesRequest request)
    {
        var target = await Queues.ReadAsync(call, request.QueueUrl, static (_, queue) => ValueTask.FromResult<Outcome<Model.QueueRecord>>(queue));
        if (target.IsError)
        {
            return target.Error;
        }

        var arn = target.Value.Arn;
        var page = await Listing.PageAsync(call, target.Value.Account, "", request.MaxResults, request.NextToken, queue => queue.Redrive?.Target == arn);
        return page.IsError ? page.Error : new ListDeadLetterSourceQueuesResult { QueueUrls = page.Value.Urls, NextToken = page.Value.Next };
    }
}
