using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.Storage;

namespace Unkai.DynamoDb.Transactions;

/// <summary>Carries out all parts of a transaction, or none.</summary>
internal static class TransactionWriter
{
    private const int UnitFactor = 2;
    private const long BytesMax = 4 * 1024 * 1024;

    private static AwsError SameItem { get; } = DynamoDbErrors.Validation("Transaction request cannot include multiple operations on one item");

    private static AwsError TooLarge { get; } = DynamoDbErrors.Validation("Aggregated size of all items in the transaction cannot exceed 4 MB");

    /// <summary>What was consumed of each table, in the order in which the request first names them.</summary>
    internal static async ValueTask<Outcome<List<(string Name, TableRecord Table, ConsumedUnits Units)>>> WriteAsync(Transaction transaction, Call call, IReadOnlyList<TransactionPart> parts)
    {
        var placed = await PlaceAsync(transaction, call, parts);
        if (placed.IsError)
        {
            return placed.Error;
        }

        var origin = WriteOrigin.Of(call, UnitFactor);
        var plans = new List<(TableRecord Table, ChangeResult Result, ChangeKind Kind)>();
        var reasons = new List<AwsError?>();
        foreach (var (part, table, key) in placed.Value)
        {
            var old = await ItemWriter.ReadAsync(transaction, table, key);
            var plan = ItemChanges.Plan(table, part.Change, key, old);
            reasons.Add(plan.Error);
            if (!plan.IsError)
            {
                plans.Add((table, plan.Value, part.Change.Kind));
            }
        }

        if (Cancellation.Of(reasons) is { } cancelled)
        {
            return cancelled;
        }

        if (plans.Sum(plan => (long)Math.Max(plan.Result.Old?.ItemSizeBytes ?? 0, plan.Result.New?.ItemSizeBytes ?? 0)) > BytesMax)
        {
            return TooLarge;
        }

        var consumed = new List<(string Name, TableRecord Table, ConsumedUnits Units)>();
        var gate = await ThroughputGate.OpenAsync(call, plans.Select(plan => plan.Table), isWrite: true);
        var late = new AwsError?[plans.Count];
        for (var i = 0; i < plans.Count; i++)
        {
            var (table, result, kind) = plans[i];
            var units = new ConsumedUnits();
            if (kind == ChangeKind.Check)
            {
                units.Add(Units.OfWrite(result.Old?.ItemSizeBytes ?? 0) * UnitFactor);
            }
            else
            {
                var growth = await ItemWriter.WriteAsync(transaction, table, origin, result.Key, result.Old, result.New, units);
                late[i] = await ItemCollections.CheckAsync(origin, table, result.Key, growth);
            }

            UnitsOf(consumed, parts[i].TableName, table).Add(units);
            late[i] ??= gate?.Take(table, units);
        }

        gate?.Commit(transaction);
        return Cancellation.Of(late) is { } refused ? refused : consumed;
    }

    /// <summary>What reading the parts' items costs: for a request that was carried out before.</summary>
    internal static async ValueTask<Outcome<List<(string Name, TableRecord Table, ConsumedUnits Units)>>> ReadAsync(Transaction transaction, Call call, IReadOnlyList<TransactionPart> parts)
    {
        var placed = await PlaceAsync(transaction, call, parts);
        if (placed.IsError)
        {
            return placed.Error;
        }

        var consumed = new List<(string Name, TableRecord Table, ConsumedUnits Units)>();
        var gate = await ThroughputGate.OpenAsync(call, placed.Value.Select(one => one.Table), isWrite: false);
        var throttled = new List<AwsError?>();
        foreach (var (part, table, key) in placed.Value)
        {
            var item = await ItemWriter.ReadAsync(transaction, table, key);
            var units = new ConsumedUnits();
            units.Add(Units.OfRead(item?.ItemSizeBytes ?? 0, isConsistent: true) * UnitFactor);
            UnitsOf(consumed, part.TableName, table).Add(units);
            throttled.Add(gate?.Take(table, units));
        }

        gate?.Commit(transaction);
        return Cancellation.Of(throttled) is { } refused ? refused : consumed;
    }

    /// <summary>Each part's table and key. A key that does not fit cancels the transaction.</summary>
    private static async ValueTask<Outcome<List<(TransactionPart Part, TableRecord Table, ItemKey Key)>>> PlaceAsync(
        Transaction transaction, Call call, IReadOnlyList<TransactionPart> parts)
    {
        var placed = new List<(TransactionPart, TableRecord, ItemKey)>();
        var reasons = new List<AwsError?>();
        var seen = new HashSet<string>();
        foreach (var part in parts)
        {
            var table = await TableLookup.FindReadyAsync(transaction, call, TableAddress.Of(call, part.TableName));
            if (table.IsError)
            {
                return table.Error;
            }

            var key = ItemChanges.KeyOf(table.Value, part.Change);
            reasons.Add(key.Error);
            if (!key.IsError)
            {
                if (!seen.Add($"{table.Value.Id}/{key.Value.Text}"))
                {
                    return SameItem;
                }

                placed.Add((part, table.Value, key.Value));
            }
        }

        return Cancellation.Of(reasons) is { } cancelled ? cancelled : placed;
    }

    private static ConsumedUnits UnitsOf(List<(string Name, TableRecord Table, ConsumedUnits Units)> consumed, string name, TableRecord table)
    {
        foreach (var (_, one, units) in consumed)
        {
            if (one.Id == table.Id)
            {
                return units;
            }
        }

        var fresh = new ConsumedUnits();
        consumed.Add((name, table, fresh));
        return fresh;
    }
}
