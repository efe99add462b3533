using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Legacy;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Reading;

/// <summary>What a Query asks for, as far as it can be read without its table.</summary>
internal static class QueryRequests
{
    private static readonly string[] s_older = ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"];
    private static readonly string[] s_olderFilters = ["AttributesToGet", "QueryFilter", "ConditionalOperator"];
    private static readonly string[] s_expressions = ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"];

    internal static AwsError? Check(QueryInput request) =>
        TableNameRules.Check(request.TableName!)
        ?? ParameterStyle.Check(request, request.KeyConditionExpression is null ? s_olderFilters : s_older, s_expressions)
        ?? Selection.Check(request.Select, request.IndexName, request.ProjectionExpression, request.AttributesToGet);

    internal static Outcome<Bound> Read(QueryInput request)
    {
        var placeholders = Placeholders.Read(
            request.ExpressionAttributeNames,
            request.ExpressionAttributeValues,
            [("FilterExpression", request.FilterExpression), ("KeyConditionExpression", request.KeyConditionExpression), ("ProjectionExpression", request.ProjectionExpression)],
            withoutValues: 1);
        if (placeholders.IsError)
        {
            return placeholders.Error;
        }

        if (request.KeyConditionExpression is null && request.KeyConditions is null)
        {
            return DynamoDbErrors.Validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }

        var bound = Bind(placeholders.Value, request.FilterExpression, request.QueryFilter, request.ConditionalOperator, request.ProjectionExpression, request.AttributesToGet, request.ExclusiveStartKey);
        if (bound.IsError)
        {
            return bound.Error;
        }

        var parts = request.KeyConditions is { } older ? LegacyConditions.Keys(older) : KeyCondition.PartsOf(request.KeyConditionExpression!, placeholders.Value);
        return (parts.Error ?? placeholders.Value.CheckAllUsed()) is { } problem ? problem : bound.Value with { Parts = parts.Value };
    }

    internal static Outcome<KeyCondition> BindKeys(IReadOnlyList<KeyConditionPart> parts, KeyOf keys) =>
        keys.IsComposite ? KeyConditionPart.Combine(parts, [.. keys.Partitions.Select(AttributeOf)], [.. keys.Sorts.Select(AttributeOf)])
        : KeyConditionPart.Combine(parts, AttributeOf(keys.Partition), keys.Sort is null ? null : AttributeOf(keys.Sort));

    internal static Outcome<Bound> Bind(
        Placeholders placeholders,
        string? filter,
        Dictionary<string, Api.DynamoDb.Condition>? older,
        string? conditionalOperator,
        string? projection,
        List<string>? attributes,
        Dictionary<string, AttributeValue>? startKey)
    {
        var condition = BindFilter(filter, placeholders, older, conditionalOperator);
        if (condition.IsError)
        {
            return condition.Error;
        }

        var view = ItemView.Bind(projection, placeholders, attributes);
        if (view.IsError)
        {
            return view.Error;
        }

        MapValue? start = null;
        if (startKey is not null)
        {
            var read = WireValues.ReadItem(startKey);
            if (read.IsError)
            {
                return DynamoDbErrors.Validation("The provided starting key is invalid: " + read.Error.Message);
            }

            start = read.Value;
        }

        return new Bound(placeholders, condition.Value, view.Value, start);
    }

    private static Outcome<ItemCondition?> BindFilter(
        string? text, Placeholders placeholders, Dictionary<string, Api.DynamoDb.Condition>? older, string? conditionalOperator)
    {
        if (text is null)
        {
            return LegacyConditions.Filter(older, conditionalOperator);
        }

        var bound = ItemCondition.Bind(text, placeholders, "FilterExpression");
        return bound.IsError ? bound.Error : bound.Value;
    }

    private static KeyAttribute AttributeOf(KeyPart part) => new(part.Name, Enum.Parse<Values.ValueType>(part.Type));

    /// <summary>What is read.</summary>
    internal sealed record Bound(Placeholders Placeholders, ItemCondition? Condition, ItemView View, MapValue? Start)
    {
        /// <summary>A query's filter is about what its key does not say.</summary>
        internal AwsError? CheckFilter(KeyOf keys, bool isExpression)
        {
            foreach (var name in Condition?.AttributeNames ?? [])
            {
                if (keys.Has(name))
                {
                    return DynamoDbErrors.Validation(isExpression
                        ? $"Filter Expression can only contain non-primary key attributes: Primary key attribute: {name}"
                        : $"QueryFilter can only contain non-primary key attributes: Primary key attribute: {name}");
                }
            }

            return null;
        }

        internal Func<MapValue, bool>? Filter => Condition is { } condition ? item => condition.Holds(item) : null;

        /// <summary>What a query says of each key attribute.</summary>
        internal IReadOnlyList<KeyConditionPart> Parts { get; init; } = [];
    }
}
