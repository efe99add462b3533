using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Tables;

/// <summary>Key schemas: a HASH key, and a RANGE key or none, each defined in AttributeDefinitions.</summary>
internal static class KeySchemaRules
{
    /// <summary>How many attributes of either kind a global index may have.</summary>
    private const int AttributesMax = 4;

    internal static Outcome<KeyOf> Read(List<KeySchemaElement> schema, IReadOnlyList<KeyPart> attributes, bool isIndex, bool isGlobal = false)
    {
        if (isGlobal && (schema.Count > 2 || (schema.Count == 2 && schema[0].KeyType == "HASH" && schema[1].KeyType == "HASH")))
        {
            return ReadComposite(schema, attributes);
        }

        if (schema.Count > 2)
        {
            return DynamoDbErrors.Validation("1 validation error detected: Value '" + Show(schema) + "' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2");
        }

        if (schema[0].KeyType != "HASH")
        {
            return DynamoDbErrors.Validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }

        if (schema.Count == 2)
        {
            if (schema[0].AttributeName == schema[1].AttributeName)
            {
                return DynamoDbErrors.Validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");
            }

            if (schema[1].KeyType != "RANGE")
            {
                return DynamoDbErrors.Validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
            }
        }

        var parts = ReadParts(schema, attributes, isIndex);
        return parts.IsError ? parts.Error : new KeyOf(parts.Value[0], parts.Value.Count == 2 ? parts.Value[1] : null);
    }

    /// <summary>Up to four partition attributes, then up to four sort attributes.</summary>
    /// <remarks>Source: DynamoDB Developer Guide, "Multi-attribute keys pattern".</remarks>
    private static Outcome<KeyOf> ReadComposite(List<KeySchemaElement> schema, IReadOnlyList<KeyPart> attributes)
    {
        var partitions = schema.TakeWhile(element => element.KeyType == "HASH").Count();
        if (partitions == 0)
        {
            return DynamoDbErrors.Validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }

        if (schema.Skip(partitions).Any(element => element.KeyType != "RANGE"))
        {
            return DynamoDbErrors.Validation("Invalid KeySchema: All HASH KeySchemaElements must precede all RANGE KeySchemaElements");
        }

        if (partitions > AttributesMax || schema.Count - partitions > AttributesMax)
        {
            return DynamoDbErrors.Validation($"Invalid KeySchema: The number of {(partitions > AttributesMax ? "HASH" : "RANGE")} KeySchemaElements exceeds the limit of {AttributesMax}");
        }

        if (schema.DistinctBy(element => element.AttributeName).Count() < schema.Count)
        {
            return DynamoDbErrors.Validation("Invalid KeySchema: Some KeySchemaElements have the same name");
        }

        var parts = ReadParts(schema, attributes, isIndex: true);
        return parts.IsError ? parts.Error : new KeyOf(parts.Value[0], parts.Value.Count > partitions ? parts.Value[partitions] : null)
        {
            MorePartitions = partitions > 1 ? parts.Value[1..partitions] : null,
            MoreSorts = parts.Value.Count > partitions + 1 ? parts.Value[(partitions + 1)..] : null,
        };
    }

    /// <summary>The attributes of a schema, as they are defined.</summary>
    private static Outcome<List<KeyPart>> ReadParts(List<KeySchemaElement> schema, IReadOnlyList<KeyPart> attributes, bool isIndex)
    {
        var parts = schema.Select(element => attributes.FirstOrDefault(part => part.Name == element.AttributeName)).ToList();
        if (parts.Contains(null))
        {
            return isIndex
                ? DynamoDbErrors.InvalidParameters(
                    $"Some index key attributes are not defined in AttributeDefinitions. Keys: {Names(schema)}, AttributeDefinitions: {Names(attributes)}")
                : attributes.Count == 0 || schema.Count > attributes.Count
                    ? DynamoDbErrors.Validation("Invalid KeySchema: Some index key attribute have no definition")
                    : DynamoDbErrors.InvalidParameters(
                        $"Some index key attributes are not defined in AttributeDefinitions. Keys: {Names(schema)}, AttributeDefinitions: {Names(attributes)}");
        }

        return parts.ConvertAll(part => part!);
    }

    internal static Outcome<List<KeyPart>> ReadAttributes(List<AttributeDefinition>? definitions)
    {
        var attributes = new List<KeyPart>();
        foreach (var definition in definitions ?? [])
        {
            if (attributes.Find(part => part.Name == definition.AttributeName) is { } same)
            {
                return same.Type == definition.AttributeType
                    ? DynamoDbErrors.InvalidParameters($"Duplicate AttributeName in AttributeDefinitions: {same.Name}")
                    : DynamoDbErrors.Validation("Cannot redefine attribute '" + same.Name + "' with a different type");
            }

            attributes.Add(new KeyPart(definition.AttributeName!, definition.AttributeType!));
        }

        return attributes;
    }

    internal static string Names(IEnumerable<KeySchemaElement> schema) => $"[{string.Join(", ", schema.Select(element => element.AttributeName))}]";

    internal static string Names(IEnumerable<KeyPart> parts) => $"[{string.Join(", ", parts.Select(part => part.Name))}]";

    private static string Show(IEnumerable<KeySchemaElement> schema) =>
        $"[{string.Join(", ", schema.Select(element => $"KeySchemaElement(attributeName={element.AttributeName}, keyType={element.KeyType})"))}]";
}
