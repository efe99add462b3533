using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Operations;

/// <summary>The caller's queues in a region.</summary>
internal sealed class ListQueues : IOperation<ListQueuesRequest, ListQueuesResult>
{
    public async ValueTask<Outcome<ListQueuesResult>> ExecuteAsync(Call call, ListQueuesRequest request)
    {
        var page = await Listing.PageAsync(call, call.Account.Value, request.QueueNamePrefix ?? "", request.MaxResults, request.NextToken, static _ => true);
        return page.IsError ? page.Error : new ListQueuesResult { QueueUrls = BatchEntries.OrNull(page.Value.Urls), NextToken = page.Value.Next };
    }
}
