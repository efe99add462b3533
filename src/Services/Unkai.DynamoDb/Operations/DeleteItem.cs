using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;

namespace Unkai.DynamoDb.Operations;

/// <summary>Removes an item, there or not.</summary>
internal sealed class DeleteItem : IOperation<DeleteItemInput, DeleteItemOutput>
{
    public async ValueTask<Outcome<DeleteItemOutput>> ExecuteAsync(Call call, DeleteItemInput request)
    {
        var change = ChangeRequests.Read(request);
        if (change.IsError)
        {
            return change.Error;
        }

        var answer = await SingleWrite.RunAsync(call, request.TableName!, change.Value, request.ReturnValues, request.ReturnConsumedCapacity, request.ReturnItemCollectionMetrics);
        return answer.IsError ? answer.Error : new DeleteItemOutput
        {
            Attributes = answer.Value.Attributes,
            ConsumedCapacity = answer.Value.Capacity,
            ItemCollectionMetrics = answer.Value.Metrics,
        };
    }
}
