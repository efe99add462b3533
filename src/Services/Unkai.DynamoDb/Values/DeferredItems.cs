using System.Text.Json;
using Unkai.Api;
using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.Values;

/// <summary>Items of a response.</summary>
internal sealed class DeferredItems(IReadOnlyList<MapValue> items) : DeferredValue
{
    public override object Make() => new List<Dictionary<string, AttributeValue>>(items.Select(WireValues.Write));

    public override void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            ItemJson.Write(writer, item);
        }

        writer.WriteEndArray();
    }
}
