using System.Text.Json;
using Unkai.Api;

namespace Unkai.DynamoDb.Values;

/// <summary>An item of a response.</summary>
internal sealed class DeferredItem(MapValue item) : DeferredValue
{
    public override object Make() => WireValues.Write(item);

    public override void WriteJson(Utf8JsonWriter writer) => ItemJson.Write(writer, item);
}
