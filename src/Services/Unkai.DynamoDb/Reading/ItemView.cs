using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Paths;
using Unkai.DynamoDb.Legacy;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Reading;

/// <summary>What of an item a read returns.</summary>
internal sealed class ItemView
{
    private readonly ItemProjection? _projection;

    internal ItemView(ItemProjection? projection) => _projection = projection;

    internal static ItemView All { get; } = new(null);

    /// <summary>The attributes that it needs; null: all.</summary>
    internal IEnumerable<string>? Names => _projection?.AttributeNames;

    /// <summary>The view that a request asks for by an expression, or by names alone.</summary>
    internal static Outcome<ItemView> Read(string? expression, Dictionary<string, string>? names, List<string>? attributes)
    {
        if (attributes is not null && expression is not null)
        {
            return LegacyErrors.Mixed(["AttributesToGet"], ["ProjectionExpression"]);
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
        if (expression is null && attributes is null)
        {
            return All;
        }

        var projection = attributes is null ? ItemProjection.Bind(expression!, placeholders) : LegacyUpdates.Projection(attributes);
        return projection.IsError ? projection.Error : new ItemView(projection.Value);
    }

    internal IReadOnlyList<MapValue> Of(List<MapValue> items) => _projection is null ? items : items.ConvertAll(_projection.Of);

    internal MapValue Of(MapValue item) => _projection is null ? item : _projection.Of(item);
}
