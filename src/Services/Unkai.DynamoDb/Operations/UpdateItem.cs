using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;

namespace Unkai.DynamoDb.Operations;

/// <summary>Changes attributes of an item, or makes it where there is none.</summary>
internal sealed class UpdateItem : IOperation<UpdateItemInput, UpdateItemOutput>
{
    public async ValueTask<Outcome<UpdateItemOutput>> ExecuteAsync(Call call, UpdateItemInput request)
    {
        var change = ChangeRequests.Read(request);
        if (change.IsError)
        {
            return change.Error;
        }

        var answer = await SingleWrite.RunAsync(call, request.TableName!, change.Value, request.ReturnValues, request.ReturnConsumedCapacity, request.ReturnItemCollectionMetrics);
        return answer.IsError ? answer.Error : new UpdateItemOutput
        {
            Attributes = answer.Value.Attributes,
            ConsumedCapacity = answer.Value.Capacity,
            ItemCollectionMetrics = answer.Value.Metrics,
        };
    }
}
