using Unkai.Api;
using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.Values;

/// <summary>Puts items into responses, and takes them out of requests, without making their shapes.</summary>
internal static class Deferral
{
    /// <summary>The response with an item in the member of this name; null leaves the member out.</summary>
    internal static T With<T>(this T response, string member, MapValue? item)
        where T : Shape => Set(response, member, item is null ? null : new DeferredItem(item));

    /// <summary>The response with items in the member of this name; null leaves the member out.</summary>
    internal static T With<T>(this T response, string member, IReadOnlyList<MapValue>? items)
        where T : Shape => Set(response, member, items is null ? null : new DeferredItems(items));

    /// <summary>The item in the member of this name, which is set; ValidationException for one that DynamoDB refuses.</summary>
    internal static Outcome<MapValue> ReadItem(this Shape request, string member)
    {
        var slot = request.Contract.Find(member)!.Slot;
        return request.Has(slot) && request.GetValue(slot).Reference is DeferredItem deferred
            ? deferred.Item
            : WireValues.ReadItem((Dictionary<string, AttributeValue>)request.GetReference(slot)!);
    }

    private static T Set<T>(T response, string member, DeferredValue? value)
        where T : Shape
    {
        response.SetReference(response.Contract.Find(member)!.Slot, value);
        return response;
    }
}
