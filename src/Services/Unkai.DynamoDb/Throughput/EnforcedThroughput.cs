using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Throughput;

/// <summary>Which tables' throughput counts: those with the tag <c>unkai:throughput</c> = <c>enforced</c>.</summary>
internal static class EnforcedThroughput
{
    private const string Tag = "unkai:throughput";

    internal static bool Counts(TableRecord table) => table.Tags.Count > 0 && table.Tags.TryGetValue(Tag, out var how) && how == "enforced";

    /// <summary>Units a second of a table or, where one is given, of its global index; null: without end.</summary>
    internal static long? RateOf(TableRecord table, IndexRecord? index, bool isWrite)
    {
        var throughput = index is null ? table.Throughput : index.Throughput;
        if (throughput is not null)
        {
            return isWrite ? throughput.Write : throughput.Read;
        }

        var limits = index is null ? table.OnDemand : index.OnDemand;
        return (isWrite ? limits?.Write : limits?.Read) is > 0 and var rate ? rate : null;
    }
}
