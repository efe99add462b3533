using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;

namespace Unkai.DynamoDb.Operations;

/// <summary>Puts an item in the place of any that has its key.</summary>
internal sealed class PutItem : IOperation<PutItemInput, PutItemOutput>
{
    public async ValueTask<Outcome<PutItemOutput>> ExecuteAsync(Call call, PutItemInput request)
    {
        var change = ChangeRequests.Read(request);
        if (change.IsError)
        {
            return change.Error;
        }

        var answer = await SingleWrite.RunAsync(call, request.TableName!, change.Value, request.ReturnValues, request.ReturnConsumedCapacity, request.ReturnItemCollectionMetrics);
        return answer.IsError ? answer.Error : new PutItemOutput
        {
            Attributes = answer.Value.Attributes,
            ConsumedCapacity = answer.Value.Capacity,
            ItemCollectionMetrics = answer.Value.Metrics,
        };
    }
}
