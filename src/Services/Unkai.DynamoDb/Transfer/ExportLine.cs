using System.Globalization;
using System.Text.Json;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Transfer;

/// <summary>One line of an export's data: an item, or what became of one.</summary>
/// <remarks>
/// A full export: <c>{"Item":{…}}</c>. An incremental one: <c>{"Metadata":{"WriteTimestampMicros":{"N":"…"}},"Keys":{…},"OldImage":{…},"NewImage":{…}}</c>, an image only
/// where there is one. Source: DynamoDB Developer Guide, "DynamoDB table export output format".
/// </remarks>
/// <param name="Item">The item at the export's end; null: there is none.</param>
/// <param name="History">Of an incremental export.</param>
internal sealed record ExportLine(MapValue? Item, ItemHistory? History)
{
    internal long SizeBytes => (Item?.ItemSizeBytes ?? 0) + (History?.Old?.ItemSizeBytes ?? 0) + (History?.Key.ItemSizeBytes ?? 0);

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (History is { } history)
        {
            writer.WriteStartObject("Metadata"u8);
            writer.WriteStartObject("WriteTimestampMicros"u8);
            writer.WriteString("N"u8, ((history.ChangedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
            writer.WriteEndObject();
            Write(writer, "Keys", history.Key);
            Write(writer, "OldImage", history.Old);
            Write(writer, "NewImage", history.New);
        }
        else
        {
            Write(writer, "Item", Item);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, MapValue? item)
    {
        if (item is not null)
        {
            writer.WritePropertyName(name);
            ItemJson.Write(writer, item);
        }
    }
}
