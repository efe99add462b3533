using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Condition = Unkai.DynamoDb.Expressions.Conditions.Condition;

namespace Unkai.DynamoDb.Reading;

/// <summary>What a Query asks for, as far as it can be read without its table.</summary>
internal static class QueryRequests
{
    internal static AwsError? Check(QueryInput request) =>
        TableNameRules.Check(request.TableName!)
        ?? ItemErrors.CheckMix(
            [
                ("AttributesToGet", request.AttributesToGet), ("QueryFilter", request.QueryFilter),
                ("ConditionalOperator", request.ConditionalOperator), ("KeyConditions", request.KeyConditions),
            ],
            [
                ("ProjectionExpression", request.ProjectionExpression), ("FilterExpression", request.FilterExpression),
                ("KeyConditionExpression", request.KeyConditionExpression),
            ])
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

        return Bind(placeholders.Value, request.FilterExpression, request.QueryFilter, request.ConditionalOperator, request.ProjectionExpression, request.AttributesToGet, request.ExclusiveStartKey);
    }

    internal static Outcome<KeyCondition> BindKeys(QueryInput request, Placeholders placeholders, KeyOf keys)
    {
        if (request.KeyConditions is not null)
        {
            return DynamoDbErrors.NotImplemented("the parameter KeyConditions");
        }

        return KeyCondition.Bind(request.KeyConditionExpression!, placeholders, AttributeOf(keys.Partition), keys.Sort is { } sort ? AttributeOf(sort) : null);
    }

    internal static Outcome<Bound> Bind(
        Placeholders placeholders,
        string? filter,
        Dictionary<string, Api.DynamoDb.Condition>? older,
        string? conditionalOperator,
        string? projection,
        List<string>? attributes,
        Dictionary<string, AttributeValue>? startKey)
    {
        if (conditionalOperator is not null && older is null)
        {
            return DynamoDbErrors.Validation("ConditionalOperator cannot be used without Filter or Expected");
        }

        if (older is { Count: > 0 })
        {
            return DynamoDbErrors.NotImplemented("the parameters QueryFilter and ScanFilter");
        }

        Condition? condition = null;
        if (filter is not null)
        {
            var bound = Condition.Bind(filter, placeholders, "FilterExpression");
            if (bound.IsError)
            {
                return bound.Error;
            }

            condition = bound.Value;
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

        return new Bound(placeholders, condition, view.Value, start);
    }

    private static KeyAttribute AttributeOf(KeyPart part) => new(part.Name, Enum.Parse<Values.ValueType>(part.Type));

    /// <summary>What is read.</summary>
    internal sealed record Bound(Placeholders Placeholders, Condition? Condition, ItemView View, MapValue? Start)
    {
        internal Func<MapValue, bool>? Filter => Condition is { } condition ? item => condition.Holds(item) : null;

    }
}
