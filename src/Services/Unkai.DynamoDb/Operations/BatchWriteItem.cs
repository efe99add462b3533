using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Up to 25 puts and deletes. All are done, though DynamoDB promises that of each alone.</summary>
internal sealed class BatchWriteItem : IOperation<BatchWriteItemInput, BatchWriteItemOutput>
{
    private const int RequestsMax = 25;

    public async ValueTask<Outcome<BatchWriteItemOutput>> ExecuteAsync(Call call, BatchWriteItemInput request)
    {
        if (request.RequestItems!.Sum(entry => entry.Value.Count) > RequestsMax)
        {
            return DynamoDbErrors.Validation("Too many items requested for the BatchWriteItem call");
        }

        var parts = new List<(string Name, List<ItemChange> Changes)>();
        foreach (var (name, requests) in request.RequestItems!)
        {
            if (TableNameRules.Check(name) is { } problem)
            {
                return problem;
            }

            var changes = new List<ItemChange>();
            foreach (var one in requests)
            {
                var change = Read(one);
                if (change.IsError)
                {
                    return change.Error;
                }

                changes.Add(change.Value);
            }

            parts.Add((name, changes));
        }

        return await call.TransactAsync(
            (call, parts, request),
            static (transaction, given) => WriteAsync(transaction, given.call, given.parts, given.request));
    }

    private static Outcome<ItemChange> Read(WriteRequest request)
    {
        if (request.PutRequest is null == request.DeleteRequest is null)
        {
            return DynamoDbErrors.Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes") with
            {
                Message = request.PutRequest is null
                    ? "Supplied WriteRequest is empty, must contain exactly one of the supported requests: PutRequest, DeleteRequest"
                    : "Supplied WriteRequest has more than one request set, must contain exactly one of the supported requests: PutRequest, DeleteRequest",
            };
        }

        var item = WireValues.ReadItem(request.PutRequest?.Item ?? request.DeleteRequest!.Key!);
        return item.IsError ? item.Error : new ItemChange { Kind = request.PutRequest is null ? ChangeKind.Delete : ChangeKind.Put, Given = item.Value };
    }

    private static async ValueTask<Outcome<BatchWriteItemOutput>> WriteAsync(
        Transaction transaction, Call call, List<(string Name, List<ItemChange> Changes)> parts, BatchWriteItemInput request)
    {
        var planned = new List<(string Name, TableRecord Table, List<(ItemChange Change, ItemKey Key)> Changes)>();
        foreach (var (name, changes) in parts)
        {
            var table = await TableLookup.FindReadyAsync(transaction, call, TableAddress.Of(call, name));
            if (table.IsError)
            {
                return table.Error;
            }

            var keyed = new List<(ItemChange, ItemKey)>();
            var seen = new HashSet<string>();
            foreach (var change in changes)
            {
                var key = ItemChanges.KeyOf(table.Value, change);
                if (key.IsError)
                {
                    return key.Error;
                }

                if (!seen.Add(key.Value.Text))
                {
                    return DynamoDbErrors.DuplicateKeys;
                }

                keyed.Add((change, key.Value));
            }

            planned.Add((name, table.Value, keyed));
        }

        var origin = WriteOrigin.Of(call);
        var answer = new BatchWriteItemOutput { UnprocessedItems = [] };
        foreach (var (name, table, changes) in planned)
        {
            var units = new ConsumedUnits();
            foreach (var (change, key) in changes)
            {
                var result = await ItemChanges.ApplyAsync(transaction, table, origin, change, key, units);
                if (result.IsError)
                {
                    return result.Error;
                }

                if (await CollectionMetrics.DescribeAsync(transaction, request.ReturnItemCollectionMetrics, table, key, change.Given) is { } metrics)
                {
                    answer.ItemCollectionMetrics ??= [];
                    (answer.ItemCollectionMetrics.TryGetValue(name, out var list) ? list : answer.ItemCollectionMetrics[name] = []).Add(metrics);
                }
            }

            if (Capacities.Describe(request.ReturnConsumedCapacity, table, units) is { } consumed)
            {
                (answer.ConsumedCapacity ??= []).Add(consumed);
            }
        }

        return answer;
    }
}
