using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>What keys may be.</summary>
/// <remarks>Source: DynamoDB Developer Guide, Quotas, "Partition keys and sort keys": 1 to 2048 and 1 to 1024 bytes.</remarks>
internal static class KeyRules
{
    private const int PartitionBytesMax = 2048;
    private const int SortBytesMax = 1024;

    /// <summary>A request's Key: exactly the attributes of the table's key.</summary>
    internal static AwsError? CheckKey(TableRecord table, MapValue key)
    {
        if (key.Members.Count != table.Key.Count)
        {
            return DynamoDbErrors.KeyDoesNotMatch;
        }

        return CheckPart(table.Key.Partition, key, isPartition: true) ?? (table.Key.Sort is { } sort ? CheckPart(sort, key, isPartition: false) : null);

        static AwsError? CheckPart(KeyPart part, MapValue key, bool isPartition) =>
            key[part.Name] is not { } value || value.Type.ToString() != part.Type ? DynamoDbErrors.KeyDoesNotMatch : CheckContent(part.Name, value, isPartition);
    }

    /// <summary>An item's key attributes, those of indexes included.</summary>
    internal static AwsError? CheckItem(TableRecord table, MapValue item)
    {
        if ((CheckPart(table.Key.Partition, item, isPartition: true) ?? (table.Key.Sort is { } sort ? CheckPart(sort, item, isPartition: false) : null)) is { } problem)
        {
            return problem;
        }

        return CheckIndexes(table, item, isUpdate: false);

        static AwsError? CheckPart(KeyPart part, MapValue item, bool isPartition) =>
            item[part.Name] is not { } value ? DynamoDbErrors.InvalidParameters($"Missing the key {part.Name} in the item")
            : value.Type.ToString() != part.Type ? DynamoDbErrors.InvalidParameters($"Type mismatch for key {part.Name} expected: {part.Type} actual: {value.Type}")
            : CheckContent(part.Name, value, isPartition);
    }

    /// <summary>An item's attributes that are keys of indexes: each may be missing, and has otherwise the type and size of a key.</summary>
    internal static AwsError? CheckIndexes(TableRecord table, MapValue item, bool isUpdate)
    {
        foreach (var index in table.Indexes)
        {
            if ((CheckPart(index, index.Key.Partition, item, isPartition: true, isUpdate)
                ?? (index.Key.Sort is { } sort ? CheckPart(index, sort, item, isPartition: false, isUpdate) : null)
                ?? (index.Key.IsComposite ? CheckComposite(index, item, isUpdate) : null)) is { } problem)
            {
                return problem;
            }
        }

        return null;

        // Each attribute, and each kind's attributes together.
        static AwsError? CheckComposite(IndexRecord index, MapValue item, bool isUpdate)
        {
            foreach (var (parts, isPartition) in new[] { (index.Key.Partitions, true), (index.Key.Sorts, false) })
            {
                var size = 0;
                foreach (var part in parts)
                {
                    if (CheckPart(index, part, item, isPartition, isUpdate) is { } problem)
                    {
                        return problem;
                    }

                    size += item[part.Name] is { } value && value.Type != Values.ValueType.N ? value.SizeBytes : 0;
                }

                if (CheckIndexSize(CheckSize(size, isPartition), isUpdate) is { } tooLarge)
                {
                    return tooLarge;
                }
            }

            return null;
        }

        static AwsError? CheckIndexSize(AwsError? tooLarge, bool isUpdate) => tooLarge is not null && isUpdate
            ? DynamoDbErrors.Validation("The update expression attempted to update the secondary index key beyond allowed size limits")
            : tooLarge;

        static AwsError? CheckPart(IndexRecord index, KeyPart part, MapValue item, bool isPartition, bool isUpdate)
        {
            if (item[part.Name] is not { } value)
            {
                return null;
            }

            if (value.Type.ToString() != part.Type)
            {
                return isUpdate
                    ? DynamoDbErrors.Validation("The update expression attempted to update the secondary index key to unsupported type")
                    : DynamoDbErrors.InvalidParameters($"Type mismatch for Index Key {part.Name} Expected: {part.Type} Actual: {value.Type} IndexName: {index.Name}");
            }

            return EmptyName(value) is { } empty
                ? DynamoDbErrors.Validation(isUpdate
                    ? "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. "
                        + $"The AttributeValue for a key attribute cannot contain an empty {empty} value."
                    : "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
                        + $"The AttributeValue for a key attribute cannot contain an empty {empty} value. IndexName: {index.Name}, IndexKey: {part.Name}")
                : CheckIndexSize(CheckSize(value, isPartition), isUpdate);
        }
    }

    /// <summary>A value that is to be compared with a key: of a condition or a start key.</summary>
    internal static AwsError? CheckContent(string name, Value value, bool isPartition) =>
        EmptyName(value) is { } empty
            ? DynamoDbErrors.Validation($"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {empty} value. Key: {name}")
            : CheckSize(value, isPartition);

    private static AwsError? CheckSize(Value value, bool isPartition) => CheckSize(value.Type == Values.ValueType.N ? 0 : value.SizeBytes, isPartition);

    private static AwsError? CheckSize(int size, bool isPartition)
    {
        return isPartition && size > PartitionBytesMax
            ? DynamoDbErrors.InvalidParameters($"Size of hashkey has exceeded the maximum size limit of{PartitionBytesMax} bytes")
            : !isPartition && size > SortBytesMax
                ? DynamoDbErrors.InvalidParameters($"Aggregated size of all range keys has exceeded the size limit of {SortBytesMax} bytes")
                : null;
    }

    private static string? EmptyName(Value value) => value switch
    {
        StringValue { Text.Length: 0 } => "string",
        BinaryValue { Bytes.Length: 0 } => "binary",
        _ => null,
    };
}
