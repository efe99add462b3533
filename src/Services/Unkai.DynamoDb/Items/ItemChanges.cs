using Unkai.Api;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Items;

/// <summary>Carries changes out: one alone, or the parts of a transaction.</summary>
internal static class ItemChanges
{
    /// <summary>The item's key, once the given item or key fits the table.</summary>
    internal static Outcome<ItemKey> KeyOf(TableRecord table, ItemChange change) =>
        (change.Kind == ChangeKind.Put ? KeyRules.CheckItem(table, change.Given) : KeyRules.CheckKey(table, change.Given)) is { } problem ? problem
        : change.Kind == ChangeKind.Put && change.Given.ItemSizeBytes > ItemWriter.ItemBytesMax ? DynamoDbErrors.ItemTooLarge
        : ItemKey.Of(table.Key, change.Given);

    /// <summary>Looks at the item and changes it. An error has written nothing.</summary>
    internal static async ValueTask<Outcome<ChangeResult>> ApplyAsync(
        Transaction transaction, TableRecord table, WriteOrigin origin, ItemChange change, ItemKey key, ConsumedUnits units)
    {
        var old = await ItemWriter.ReadAsync(transaction, table, key);
        var planned = Plan(table, change, key, old);
        if (planned.IsError)
        {
            return planned.Error;
        }

        if (change.Kind == ChangeKind.Check)
        {
            units.Add(Units.OfWrite(old?.ItemSizeBytes ?? 0) * origin.UnitFactor);
            return planned;
        }

        var growth = await ItemWriter.WriteAsync(transaction, table, origin, key, old, planned.Value.New, units);
        return await ItemCollections.CheckAsync(origin, table, key, growth) is { } full ? full : planned;
    }

    /// <summary>What becomes of an item.</summary>
    internal static Outcome<ChangeResult> Plan(TableRecord table, ItemChange change, ItemKey key, MapValue? old)
    {
        if (change.Condition is { } condition && !condition(old))
        {
            return change.Failure ?? ItemErrors.ConditionFailedFor(old, change.OnFailure);
        }

        if (change.Kind != ChangeKind.Update)
        {
            return new ChangeResult(key, old, change.Kind switch { ChangeKind.Put => change.Given, ChangeKind.Check => old, _ => null }, null);
        }

        var updated = change.Update!(old, change.Given);
        return updated.IsError ? updated.Error
            : KeyRules.CheckIndexes(table, updated.Value.Item, isUpdate: true) is { } problem ? problem
            : updated.Value.Item.ItemSizeBytes > ItemWriter.ItemBytesMax ? DynamoDbErrors.ItemToUpdateTooLarge
            : new ChangeResult(key, old, updated.Value.Item, updated.Value.Touched);
    }
}
