using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Paths;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Reading;

/// <summary>What of an item a read returns.</summary>
internal sealed class ItemView
{
    private readonly Projection? _projection;

    internal ItemView(Projection? projection) => _projection = projection;

    internal static ItemView All { get; } = new(null);

    /// <summary>The attributes that it needs; null: all.</summary>
    internal IEnumerable<string>? Names => _projection?.AttributeNames;

    /// <summary>The view that a request asks for by an expression, or by names alone.</summary>
    internal static Outcome<ItemView> Read(string? expression, Dictionary<string, string>? names, List<string>? attributes)
    {
        if (ItemErrors.CheckMix([("AttributesToGet", attributes)], [("ProjectionExpression", expression)]) is { } mixed)
        {
            return mixed;
        }

        var placeholders = Placeholders.Read(names, null, [("ProjectionExpression", expression)]);
        if (placeholders.IsError)
        {
            return placeholders.Error;
        }

        var view = Bind(expression, placeholders.Value, attributes);
        return view.IsError ? view.Error : placeholders.Value.CheckAllUsed() is { } unused ? unused : view;
    }

    /// <summary>The same with placeholders that other expressions share.</summary>
    internal static Outcome<ItemView> Bind(string? expression, Placeholders placeholders, List<string>? attributes)
    {
        if (attributes is not null)
        {
            return attributes.Distinct(StringComparer.Ordinal).Count() < attributes.Count
                ? DynamoDbErrors.InvalidParameters($"Duplicate value in attribute name: {attributes.GroupBy(name => name).First(group => group.Count() > 1).Key}")
                : new ItemView(Projection.OfAttributes(attributes));
        }

        if (expression is null)
        {
            return All;
        }

        var projection = Projection.Bind(expression, placeholders);
        return projection.IsError ? projection.Error : new ItemView(projection.Value);
    }

    internal MapValue Of(MapValue item) => _projection is null ? item : _projection.Of(item);
}
