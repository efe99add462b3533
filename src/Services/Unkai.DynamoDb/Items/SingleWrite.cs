using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>PutItem, UpdateItem and DeleteItem, whose answers are alike.</summary>
internal static class SingleWrite
{
    internal static ValueTask<Outcome<WriteAnswer>> RunAsync(Call call, string tableName, ItemChange change, string? returnValues, string? capacity, string? metrics) =>
        call.TransactAsync<(Call Call, TableAddress Table, ItemChange Change, string? Values, string? Capacity, string? Metrics), WriteAnswer>(
            (call, TableAddress.Of(call, tableName), change, returnValues, capacity, metrics),
            static async (transaction, given) =>
            {
                var found = await TableLookup.FindReadyAsync(transaction, given.Call, given.Table);
                if (found.IsError)
                {
                    return found.Error;
                }

                var table = found.Value;
                var key = ItemChanges.KeyOf(table, given.Change);
                if (key.IsError)
                {
                    return key.Error;
                }

                var origin = WriteOrigin.Of(given.Call);
                var units = new ConsumedUnits();
                var result = await ItemChanges.ApplyAsync(transaction, table, origin, given.Change, key.Value, units);
                return result.IsError ? result.Error : new WriteAnswer(
                    Attributes(result.Value, given.Values),
                    Capacities.Describe(given.Capacity, table, units),
                    await CollectionMetrics.DescribeAsync(transaction, given.Metrics, table, key.Value, given.Change.Given));
            });

    /// <summary>What ReturnValues asks for; null for nothing.</summary>
    internal static MapValue? Shown(ChangeResult result, string? returnValues) => returnValues switch
    {
        "ALL_OLD" => result.Old,
        "ALL_NEW" => result.New,
        "UPDATED_OLD" => result.Old is { } old && result.Touched is not null ? result.Touched(old) : null,
        "UPDATED_NEW" => result.New is { } item && result.Touched is not null ? result.Touched(item) : null,
        _ => null,
    };

    private static Dictionary<string, AttributeValue>? Attributes(ChangeResult result, string? returnValues) =>
        Shown(result, returnValues) is { Members.Count: > 0 } shown ? WireValues.Write(shown) : null;
}
