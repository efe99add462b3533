namespace Unkai.DynamoDb.Items;

/// <summary>What reads and writes of one table have consumed, in capacity units.</summary>
internal sealed class ConsumedUnits
{
    private Dictionary<string, double>? _indexes;

    internal double Table { get; private set; }

    internal double Total { get; private set; }

    internal IEnumerable<KeyValuePair<string, double>> Indexes => _indexes ?? [];

    internal void Add(double units)
    {
        Table += units;
        Total += units;
    }

    internal void AddIndex(string name, double units)
    {
        if (units == 0)
        {
            return;
        }

        _indexes ??= [];
        _indexes[name] = _indexes.GetValueOrDefault(name) + units;
        Total += units;
    }

    internal void Add(ConsumedUnits other)
    {
        Add(other.Table);
        foreach (var (index, used) in other.Indexes)
        {
            AddIndex(index, used);
        }
    }
}
