using Unkai.Api;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Items;

/// <summary>All that shares a partition key, in a table with local indexes and in these: at most 10 GB.</summary>
/// <remarks>
/// Source: DynamoDB Developer Guide, "Item collections in local secondary indexes". What there is is read outside the transaction, so that writers of one
/// collection do not conflict over its size: at one time they may pass the bound by what is under way.
/// </remarks>
internal static class ItemCollections
{
    internal const long BytesMax = 10L * 1024 * 1024 * 1024;

    private static AwsError Full { get; } = new("ItemCollectionSizeLimitExceededException", 400, "Collection size exceeded.");

    /// <summary>Whether a collection may grow by so much.</summary>
    internal static async ValueTask<AwsError?> CheckAsync(WriteOrigin origin, TableRecord table, ItemKey key, long growth) =>
        growth > 0 && origin.Call is { } call
            && await call.ReadAsync(snapshot => DynamoDbTables.Collections.GetAsync(snapshot, (table.Id, key.Hash, key.Partition))) + growth > BytesMax ? Full : null;
}
