using System.Text.Json;
using Unkai.Api;

namespace Unkai.DynamoDb.Values;

/// <summary>An item of a response, or of a request that <see cref="JsonItemReader"/> read.</summary>
internal sealed class DeferredItem(MapValue item) : DeferredValue
{
    internal MapValue Item => item;

    public override object Make() => WireValues.Write(item);

    public override void WriteJson(Utf8JsonWriter writer) => ItemJson.Write(writer, item);
}
