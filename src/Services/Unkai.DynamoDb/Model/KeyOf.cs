using System.Text.Json.Serialization;

namespace Unkai.DynamoDb.Model;

/// <summary>The key of a table or an index: a partition key, and a sort key or none. A global index may have up to four attributes of either.</summary>
internal sealed record KeyOf(KeyPart Partition, KeyPart? Sort)
{
    /// <summary>The partition key's attributes after the first; null: none.</summary>
    public IReadOnlyList<KeyPart>? MorePartitions { get; init; }

    /// <summary>The sort key's attributes after the first; null: none.</summary>
    public IReadOnlyList<KeyPart>? MoreSorts { get; init; }

    [JsonIgnore]
    internal IEnumerable<KeyPart> Parts => IsComposite ? Partitions.Concat(Sorts) : Sort is null ? [Partition] : [Partition, Sort];

    [JsonIgnore]
    internal int Count => Sort is null ? 1 : 2;

    /// <summary>Whether it has more attributes than one of a kind.</summary>
    [JsonIgnore]
    internal bool IsComposite => MorePartitions is not null || MoreSorts is not null;

    [JsonIgnore]
    internal IEnumerable<KeyPart> Partitions => [Partition, .. MorePartitions ?? []];

    [JsonIgnore]
    internal IEnumerable<KeyPart> Sorts => Sort is null ? [] : [Sort, .. MoreSorts ?? []];

    internal bool Has(string name) => Partition.Name == name || Sort?.Name == name || (IsComposite && Parts.Any(part => part.Name == name));
}
