using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Reading;

/// <summary>What one page of a query or scan found.</summary>
internal sealed class Page
{
    internal List<MapValue> Items { get; } = [];

    internal int Count { get; set; }

    internal int ScannedCount { get; set; }

    /// <summary>Of all that was looked at, before any filter.</summary>
    internal long Bytes { get; set; }

    /// <summary>Where the next page goes on; null when there is no more.</summary>
    internal MapValue? Last { get; set; }
}
