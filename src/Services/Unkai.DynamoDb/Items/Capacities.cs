using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Items;

/// <summary>ConsumedCapacity as a request asks for it: NONE, TOTAL or INDEXES.</summary>
internal static class Capacities
{
    internal static ConsumedCapacity? Describe(string? asked, TableRecord table, ConsumedUnits units, UnitsSide side = UnitsSide.Unsaid)
    {
        if (asked is not ("TOTAL" or "INDEXES"))
        {
            return null;
        }

        var consumed = new ConsumedCapacity { TableName = table.Name, CapacityUnits = units.Total };
        if (side == UnitsSide.Read)
        {
            consumed.ReadCapacityUnits = units.Total;
        }
        else if (side == UnitsSide.Write)
        {
            consumed.WriteCapacityUnits = units.Total;
        }

        if (asked == "INDEXES")
        {
            consumed.Table = CapacityOf(units.Table, side);
            foreach (var (name, used) in units.Indexes)
            {
                var isGlobal = table.FindIndex(name) is { IsGlobal: true };
                var capacities = isGlobal ? consumed.GlobalSecondaryIndexes ??= [] : consumed.LocalSecondaryIndexes ??= [];
                capacities[name] = CapacityOf(used, side);
            }
        }

        return consumed;
    }

    /// <summary>What several statements consumed, a table once; null if the request does not ask.</summary>
    internal static List<ConsumedCapacity>? DescribeAll(string? asked, IEnumerable<(TableRecord Table, ConsumedUnits Units)> consumed, UnitsSide side = UnitsSide.Unsaid)
    {
        if (asked is not ("TOTAL" or "INDEXES"))
        {
            return null;
        }

        var capacities = new List<ConsumedCapacity>();
        foreach (var ofTable in consumed.GroupBy(one => one.Table.Id))
        {
            var total = new ConsumedUnits();
            foreach (var (_, units) in ofTable)
            {
                total.Add(units);
            }

            capacities.Add(Describe(asked, ofTable.First().Table, total, side)!);
        }

        return capacities;
    }

    private static Capacity CapacityOf(double units, UnitsSide side)
    {
        var capacity = new Capacity { CapacityUnits = units };
        if (side == UnitsSide.Read)
        {
            capacity.ReadCapacityUnits = units;
        }
        else if (side == UnitsSide.Write)
        {
            capacity.WriteCapacityUnits = units;
        }

        return capacity;
    }
}
