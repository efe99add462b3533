using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>A statement of a batch or transaction: its SELECT names one item.</summary>
internal static class SingleItem
{
    internal static async ValueTask<Outcome<StatementRunner.Answer>> RunAsync(Call call, StatementRequest request)
    {
        if (request.Statement is not SelectStatement select)
        {
            return await StatementRunner.RunAsync(call, request, null, null);
        }

        return await StatementRunner.TakeAsync(call, call.ReadAsync<Outcome<StatementRunner.Answer>>(async snapshot =>
        {
            var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, select.Table));
            return table.IsError ? table.Error : await ReadAsync(snapshot, table.Value, select, request.IsConsistent, unitFactor: 1);
        }));
    }

    /// <summary>The one item that a SELECT names by its whole key, if it is there and what else is asked for holds.</summary>
    internal static async ValueTask<Outcome<StatementRunner.Answer>> ReadAsync(Snapshot snapshot, TableRecord table, SelectStatement select, bool isConsistent, int unitFactor)
    {
        if (select.Index is not null || StatementChange.KeyOf(select.Where, table) is not { } key)
        {
            return PartiQlErrors.SelectWithoutKey;
        }

        var problem = KeyRules.CheckKey(table, key) ?? (select.Where!.Check(Placeholders.None) is { } wrong ? ValueErrors.Validation(wrong) : null);
        if (problem is not null)
        {
            return problem;
        }

        var item = await ItemWriter.ReadAsync(snapshot, table, ItemKey.Of(table.Key, key));
        var units = new ConsumedUnits();
        units.Add(Units.OfRead(item?.ItemSizeBytes ?? 0, isConsistent) * unitFactor);
        return new StatementRunner.Answer(table, units, item is not null && select.Where!.Holds(item, Placeholders.None) ? [SelectColumns.Of(item, select.Paths)] : []);
    }
}
