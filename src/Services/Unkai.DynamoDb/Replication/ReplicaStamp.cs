namespace Unkai.DynamoDb.Replication;

/// <summary>When and where an item of a global table was last written. The later write wins; of two at the same moment, that of the later region's name.</summary>
/// <param name="Ticks">The world's time, and at least one more than the item's stamp before, so that writes on a clock that stands have an order.</param>
/// <param name="Region">The region that was written to.</param>
internal sealed record ReplicaStamp(long Ticks, string Region)
{
    internal bool IsAfter(ReplicaStamp? other) =>
        other is null || Ticks > other.Ticks || (Ticks == other.Ticks && string.CompareOrdinal(Region, other.Region) > 0);
}
