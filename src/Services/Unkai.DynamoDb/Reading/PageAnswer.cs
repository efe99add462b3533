using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Reading;

/// <summary>What the answers of Query and Scan hold.</summary>
internal sealed record PageAnswer(
    IReadOnlyList<MapValue>? Items, int Count, int ScannedCount, Dictionary<string, AttributeValue>? Last, ConsumedCapacity? Capacity)
{
    internal required TableRecord Table { get; init; }

    internal required ConsumedUnits Consumed { get; init; }

    internal static PageAnswer Of(TableRecord table, IndexRecord? index, Page page, ItemView view, bool isCount, ConsumedUnits units, string? capacity) => new(
        isCount ? null : view.Of(page.Items),
        page.Count,
        page.ScannedCount,
        page.Last is { } last ? WireValues.Write(last.Only(StartKey.NamesOf(table, index))) : null,
        Capacities.Describe(capacity, table, units))
    {
        Table = table,
        Consumed = units,
    };

    /// <summary>What a page consumed where it was read.</summary>
    internal static ConsumedUnits UnitsOf(IndexRecord? index, Page page, bool isConsistent)
    {
        var units = new ConsumedUnits();
        var spent = Units.OfRead(page.Bytes, isConsistent);
        if (index is null)
        {
            units.Add(spent);
        }
        else
        {
            units.AddIndex(index.Name, spent);
        }

        return units;
    }
}
