using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Reading;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Operations;

/// <summary>One item by its key. Every read sees the newest state, so a consistent one differs in what it costs.</summary>
internal sealed class GetItem : IOperation<GetItemInput, GetItemOutput>
{
    public async ValueTask<Outcome<GetItemOutput>> ExecuteAsync(Call call, GetItemInput request)
    {
        if (TableNameRules.Check(request.TableName!) is { } wrongName)
        {
            return wrongName;
        }

        var view = ItemView.Read(request.ProjectionExpression, request.ExpressionAttributeNames, request.AttributesToGet);
        if (view.IsError)
        {
            return view.Error;
        }

        var key = request.ReadItem(nameof(request.Key));
        if (key.IsError)
        {
            return key.Error;
        }

        var found = await call.ReadAsync(async snapshot =>
        {
            var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, request.TableName!));
            return table.IsError ? table.Error
                : KeyRules.CheckKey(table.Value, key.Value) is { } problem ? problem
                : (Outcome<(TableRecord Table, MapValue? Item)>)(table.Value, await ItemWriter.ReadAsync(snapshot, table.Value, ItemKey.Of(table.Value.Key, key.Value)));
        });
        if (found.IsError)
        {
            return found.Error;
        }

        var item = found.Value.Item;
        var units = new ConsumedUnits();
        units.Add(Units.OfRead(item?.ItemSizeBytes ?? 0, request.ConsistentRead is true));
        if (await ThroughputGate.TakeReadAsync(call, found.Value.Table, units) is { } throttled)
        {
            return throttled;
        }

        return new GetItemOutput
        {
            ConsumedCapacity = Capacities.Describe(request.ReturnConsumedCapacity, found.Value.Table, units),
        }.With("Item", item is null ? null : view.Value.Of(item));
    }
}
