namespace Unkai.DynamoDb;

/// <summary>Where a partition key lies among all: the order of scans and the bounds of their segments. Stored, so it never changes.</summary>
/// <remarks>FNV-1a of 64 bits, mixed by the finisher of MurmurHash3, so that keys which differ in their last byte lie far apart.</remarks>
internal static class PartitionHash
{
    internal static ulong Of(ReadOnlySpan<byte> partition)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in partition)
        {
            hash = (hash ^ one) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
