using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Tables;

/// <summary>Key schemas: a HASH key, and a RANGE key or none, each defined in AttributeDefinitions.</summary>
internal static class KeySchemaRules
{
    internal static Outcome<KeyOf> Read(List<KeySchemaElement> schema, IReadOnlyList<KeyPart> attributes, bool isIndex)
    {
        if (schema.Count > 2)
        {
            return isIndex && schema.Count <= 8
                ? DynamoDbErrors.NotImplemented("indexes with several HASH or several RANGE attributes")
                : DynamoDbErrors.Validation("1 validation error detected: Value '" + Show(schema) + "' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2");
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

        return new KeyOf(parts[0]!, parts.Count == 2 ? parts[1] : null);
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
