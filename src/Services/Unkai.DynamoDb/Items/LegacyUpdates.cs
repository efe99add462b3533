using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>AttributeUpdates, which is older than update expressions.</summary>
internal static class LegacyUpdates
{
    internal static Outcome<Func<MapValue?, MapValue, Outcome<UpdatedItem>>> Bind(Dictionary<string, AttributeValueUpdate>? updates)
    {
        if (updates is { Count: > 0 })
        {
            return DynamoDbErrors.NotImplemented("the parameter AttributeUpdates");
        }

        Func<MapValue?, MapValue, Outcome<UpdatedItem>> nothing = static (old, key) => new UpdatedItem(old ?? key, static _ => MapValue.Empty);
        return nothing;
    }
}
