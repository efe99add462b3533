namespace Unkai.DynamoDb.Model;

/// <summary>The key of a table or an index: a partition key, and a sort key or none.</summary>
internal sealed record KeyOf(KeyPart Partition, KeyPart? Sort)
{
    internal IEnumerable<KeyPart> Parts => Sort is null ? [Partition] : [Partition, Sort];

    internal int Count => Sort is null ? 1 : 2;

    internal bool Has(string name) => Partition.Name == name || Sort?.Name == name;
}
