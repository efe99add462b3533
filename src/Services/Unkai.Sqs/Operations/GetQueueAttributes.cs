using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Attributes;
using Unkai.Sqs.Receiving;

namespace Unkai.Sqs.Operations;

/// <summary>A queue's attributes, of which the counts are exact.</summary>
internal sealed class GetQueueAttributes : IOperation<GetQueueAttributesRequest, GetQueueAttributesResult>
{
    private const string CountPrefix = "ApproximateNumberOfMessages";

    public async ValueTask<Outcome<GetQueueAttributesResult>> ExecuteAsync(Call call, GetQueueAttributesRequest request)
    {
        var names = request.AttributeNames ?? [];
        if (names.Find(name => !QueueAttributeNames.Contains(name)) is { } unknown)
        {
            return SqsErrors.InvalidAttributeName(unknown);
        }

        var isAll = names.Contains("All");
        return await Queues.ReadAsync<GetQueueAttributesResult>(call, request.QueueUrl, async (snapshot, queue) =>
        {
            var attributes = QueueAttributes.Describe(queue);
            if (isAll || names.Exists(name => name.StartsWith(CountPrefix, StringComparison.Ordinal)))
            {
                var (visible, inFlight, delayed) = await InFlight.CountAsync(snapshot, queue, call.Clock.GetUtcNow());
                attributes[CountPrefix] = QueueAttributes.Text(visible);
                attributes[$"{CountPrefix}NotVisible"] = QueueAttributes.Text(inFlight);
                attributes[$"{CountPrefix}Delayed"] = QueueAttributes.Text(delayed);
            }

            if (!isAll)
            {
                attributes = attributes.Where(attribute => names.Contains(attribute.Key)).ToDictionary();
            }

            return new GetQueueAttributesResult { Attributes = attributes.Count > 0 ? attributes : null };
        });
    }
}
