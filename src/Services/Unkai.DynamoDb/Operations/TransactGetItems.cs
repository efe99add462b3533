using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Reading;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Transactions;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Up to 100 items as they were at one moment.</summary>
internal sealed class TransactGetItems : IOperation<TransactGetItemsInput, TransactGetItemsOutput>
{
    private const int UnitFactor = 2;

    public async ValueTask<Outcome<TransactGetItemsOutput>> ExecuteAsync(Call call, TransactGetItemsInput request)
    {
        var parts = new List<(string Name, MapValue Key, ItemView View)>();
        foreach (var item in request.TransactItems!)
        {
            var get = item.Get!;
            var view = ItemView.Read(get.ProjectionExpression, get.ExpressionAttributeNames, null);
            var key = get.ReadItem(nameof(get.Key));
            if ((TableNameRules.Check(get.TableName!) ?? view.Error ?? key.Error) is { } wrong)
            {
                return wrong;
            }

            parts.Add((get.TableName!, key.Value, view.Value));
        }

        var consumed = new List<(TableRecord Table, ConsumedUnits Units)>();
        var answer = await call.ReadAsync(snapshot => ReadAsync(snapshot, call, parts, consumed));
        if ((answer.Error ?? await TransactionReads.TakeAsync(call, consumed)) is { } problem)
        {
            return problem;
        }

        answer.Value.ConsumedCapacity = Capacities.DescribeAll(request.ReturnConsumedCapacity, consumed, UnitsSide.Read);
        return answer;
    }

    private static async ValueTask<Outcome<TransactGetItemsOutput>> ReadAsync(Snapshot snapshot, Call call, List<(string Name, MapValue Key, ItemView View)> parts, List<(TableRecord Table, ConsumedUnits Units)> consumed)
    {
        var tables = new List<TableRecord>();
        var reasons = new List<AwsError?>();
        foreach (var (name, key, _) in parts)
        {
            var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, name));
            if (table.IsError)
            {
                return table.Error;
            }

            tables.Add(table.Value);
            reasons.Add(KeyRules.CheckKey(table.Value, key));
        }

        if (Cancellation.Of(reasons) is { } cancelled)
        {
            return cancelled;
        }

        var answer = new TransactGetItemsOutput { Responses = [] };
        var seen = new HashSet<string>();
        for (var i = 0; i < parts.Count; i++)
        {
            var key = ItemKey.Of(tables[i].Key, parts[i].Key);
            if (!seen.Add($"{tables[i].Id}/{key.Text}"))
            {
                return DynamoDbErrors.Validation("Transaction request cannot include multiple operations on one item");
            }

            var item = await ItemWriter.ReadAsync(snapshot, tables[i], key);
            answer.Responses.Add(new ItemResponse().With("Item", item is null ? null : parts[i].View.Of(item)));
            var units = new ConsumedUnits();
            consumed.Add((tables[i], units));
            units.Add(Units.OfRead(item?.ItemSizeBytes ?? 0, isConsistent: true) * UnitFactor);
        }

        return answer;
    }
}
