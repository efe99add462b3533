using Unkai.Api;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>An update as a change carries it out: the key stays what it is.</summary>
internal static class UpdateBinding
{
    /// <summary>An update without an expression makes an item of its key where there is none.</summary>
    internal static Func<MapValue?, MapValue, Outcome<UpdatedItem>> Nothing { get; } = static (old, key) => new UpdatedItem(old ?? key, static _ => MapValue.Empty);

    internal static Func<MapValue?, MapValue, Outcome<UpdatedItem>> Of(ItemUpdate update) => (old, key) =>
    {
        foreach (var name in update.AttributeNames)
        {
            if (key[name] is not null)
            {
                return DynamoDbErrors.InvalidParameters($"Cannot update attribute {name}. This attribute is part of the key");
            }
        }

        var item = update.Apply(old, key);
        return item.IsError ? item.Error : new UpdatedItem(item.Value, update.Touched);
    };
}
