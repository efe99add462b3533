using Unkai.Api;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Reading;

/// <summary>Where a page begins: the key of the last row of the page before, which need not be there any more.</summary>
internal static class StartKey
{
    private const string Mismatch = "The provided starting key is invalid: The provided key element does not match the schema";

    /// <summary>The attributes that a start key of a table or index has.</summary>
    internal static IEnumerable<string> NamesOf(TableRecord table, IndexRecord? index) =>
        (index is null ? table.Key.Parts : index.Key.Parts.Concat(table.Key.Parts)).Select(part => part.Name).Distinct();

    /// <summary>What is wrong with a start key: it has to have the attributes of the keys, and no others. Only a scan of a table says more than that it is invalid.</summary>
    internal static AwsError? Check(TableRecord table, IndexRecord? index, MapValue key, bool isScan = false)
    {
        var parts = (index is null ? table.Key.Parts : index.Key.Parts.Concat(table.Key.Parts)).DistinctBy(part => part.Name).ToList();
        return key.Members.Count == parts.Count && parts.TrueForAll(part => key[part.Name] is { } value && value.Type.ToString() == part.Type) ? null
            : isScan && index is null ? DynamoDbErrors.Validation(Mismatch)
            : DynamoDbErrors.StartKeyInvalid;
    }

    /// <summary>The key of the row, in the store, that a start key names.</summary>
    internal static byte[] RowOf(TableRecord table, IndexRecord? index, MapValue key)
    {
        var item = ItemKey.Of(table.Key, key);
        if (index is null)
        {
            return DynamoDbTables.Items.KeyOf(item.Row(table.Id));
        }

        var at = ItemKey.Of(index.Key, key);
        return DynamoDbTables.IndexRows.KeyOf((index.Id, at.Hash, at.Partition, at.Sort, IndexRow.TagOf(item)));
    }
}
