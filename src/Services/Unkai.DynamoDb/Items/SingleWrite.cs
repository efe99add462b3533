using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Items;

/// <summary>PutItem, UpdateItem and DeleteItem, whose answers are alike.</summary>
internal static class SingleWrite
{
    internal static async ValueTask<Outcome<WriteAnswer>> RunAsync(Call call, string tableName, ItemChange change, string? returnValues, string? capacity, string? metrics)
    {
        var answer = await TransactAsync(call, tableName, change, returnValues, capacity, metrics);
        return answer is { IsError: false, Value.Refusal: { } refusal } ? refusal : answer;
    }

    private static ValueTask<Outcome<WriteAnswer>> TransactAsync(Call call, string tableName, ItemChange change, string? returnValues, string? capacity, string? metrics) =>
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
                if (result.IsError)
                {
                    return await RefuseAsync(transaction, given.Call, table, key.Value, result.Error);
                }

                return await ThroughputGate.TakeWriteAsync(transaction, given.Call, table, units) is { } throttled ? throttled : new WriteAnswer(
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

    /// <summary>A condition that does not hold costs what a write of the item would, so that where throughput counts the refusal is committed with its cost.</summary>
    private static async ValueTask<Outcome<WriteAnswer>> RefuseAsync(Transaction transaction, Call call, TableRecord table, ItemKey key, AwsError refusal)
    {
        if (refusal.Code != ItemErrors.ConditionFailed.Code || !EnforcedThroughput.Counts(table))
        {
            return refusal;
        }

        var units = new ConsumedUnits();
        units.Add(Units.OfWrite((await ItemWriter.ReadAsync(transaction, table, key))?.ItemSizeBytes ?? 0));
        return await ThroughputGate.TakeWriteAsync(transaction, call, table, units) is { } throttled ? throttled : new WriteAnswer(null, null, null) { Refusal = refusal };
    }

    private static Dictionary<string, AttributeValue>? Attributes(ChangeResult result, string? returnValues) =>
        Shown(result, returnValues) is { Members.Count: > 0 } shown ? WireValues.Write(shown) : null;
}
