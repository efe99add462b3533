using Unkai.Api;
using Unkai.DynamoDb.Values;
using Update = Unkai.DynamoDb.Expressions.Updates.Update;

namespace Unkai.DynamoDb.Items;

/// <summary>An update as a change carries it out: the key stays what it is.</summary>
internal static class UpdateBinding
{
    internal static Func<MapValue?, MapValue, Outcome<UpdatedItem>> Of(Update update) => (old, key) =>
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
