using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Streams;

/// <summary>What a change leaves in a stream.</summary>
internal static class StreamRecords
{
    internal static StreamChange ChangeOf(TableRecord table, StreamReference stream, WriteOrigin origin, MapValue? old, MapValue? item) => new()
    {
        EventId = origin.Random.NextGuid(),
        At = origin.Now,
        Name = old is null ? "INSERT" : item is null ? "REMOVE" : "MODIFY",
        IsByService = origin.IsByService,
        Keys = (item ?? old)!.Only(table.Key.Parts.Select(part => part.Name)),
        New = stream.ViewType is "NEW_IMAGE" or "NEW_AND_OLD_IMAGES" ? item : null,
        Old = stream.ViewType is "OLD_IMAGE" or "NEW_AND_OLD_IMAGES" ? old : null,
    };
}
