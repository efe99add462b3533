using System.Text;
using Unkai.Api.DynamoDb;
using Unkai.Api.Json;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Tests.Expressions;

/// <summary>Items and placeholders from DynamoDB's JSON.</summary>
internal static class Documents
{
    internal static MapValue Item(string json) => WireValues.ReadItem(Attributes(json)).Value;

    internal static Placeholders Placeholders(string values, params (string Placeholder, string Name)[] names) => Unkai.DynamoDb.Expressions.Placeholders.Read(
        names.Length == 0 ? null : names.ToDictionary(pair => pair.Placeholder, pair => pair.Name),
        values.Length == 0 ? null : Attributes(values),
        [("ConditionExpression", "given")]).Value;

    internal static string Json(MapValue item)
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream, JsonShapeWriter.Options))
        {
            JsonShapeWriter.Write(writer, new PutItemInput { Item = WireValues.Write(new MapValue(item.Members.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary())) });
        }

        return Encoding.UTF8.GetString(stream.ToArray())["{\"Item\":".Length..^1];
    }

    private static Dictionary<string, AttributeValue> Attributes(string json)
    {
        var request = new PutItemInput();
        Assert.Null(JsonShapeReader.Read(Encoding.UTF8.GetBytes($$"""{"Item":{{json}}}"""), request));
        return request.Item!;
    }
}
