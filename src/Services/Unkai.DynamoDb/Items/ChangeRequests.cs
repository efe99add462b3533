using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Values;
using Condition = Unkai.DynamoDb.Expressions.Conditions.Condition;
using Update = Unkai.DynamoDb.Expressions.Updates.Update;

namespace Unkai.DynamoDb.Items;

/// <summary>Changes from requests: PutItem, UpdateItem, DeleteItem and the parts of a transaction.</summary>
internal static class ChangeRequests
{
    internal static Outcome<ItemChange> Read(PutItemInput request) =>
        (TableNameRules.Check(request.TableName!)
            ?? CheckReturnValues(request.ReturnValues)
            ?? ItemErrors.CheckMix([("Expected", request.Expected), ("ConditionalOperator", request.ConditionalOperator)], [("ConditionExpression", request.ConditionExpression)])
            ?? LegacyConditions.Check(request.Expected, request.ConditionalOperator)) is { } problem
            ? problem
            : Read(ChangeKind.Put, request.Item!, request.ConditionExpression, null, request.ExpressionAttributeNames, request.ExpressionAttributeValues, request.ReturnValuesOnConditionCheckFailure)
                .WithExpected(request.Expected, request.ConditionalOperator);

    internal static Outcome<ItemChange> Read(DeleteItemInput request) =>
        (TableNameRules.Check(request.TableName!)
            ?? CheckReturnValues(request.ReturnValues)
            ?? ItemErrors.CheckMix([("Expected", request.Expected), ("ConditionalOperator", request.ConditionalOperator)], [("ConditionExpression", request.ConditionExpression)])
            ?? LegacyConditions.Check(request.Expected, request.ConditionalOperator)) is { } problem
            ? problem
            : Read(ChangeKind.Delete, request.Key!, request.ConditionExpression, null, request.ExpressionAttributeNames, request.ExpressionAttributeValues, request.ReturnValuesOnConditionCheckFailure)
                .WithExpected(request.Expected, request.ConditionalOperator);

    internal static Outcome<ItemChange> Read(UpdateItemInput request) =>
        (TableNameRules.Check(request.TableName!)
            ?? ItemErrors.CheckMix(
                [("AttributeUpdates", request.AttributeUpdates), ("Expected", request.Expected), ("ConditionalOperator", request.ConditionalOperator)],
                [("UpdateExpression", request.UpdateExpression), ("ConditionExpression", request.ConditionExpression)])
            ?? LegacyConditions.Check(request.Expected, request.ConditionalOperator)) is { } problem
            ? problem
            : Read(
                ChangeKind.Update,
                request.Key!,
                request.ConditionExpression,
                request.UpdateExpression,
                request.ExpressionAttributeNames,
                request.ExpressionAttributeValues,
                request.ReturnValuesOnConditionCheckFailure,
                request.AttributeUpdates)
                .WithExpected(request.Expected, request.ConditionalOperator);

    internal static Outcome<ItemChange> Read(Put put) => Read(
        ChangeKind.Put, put.Item!, put.ConditionExpression, null, put.ExpressionAttributeNames, put.ExpressionAttributeValues, put.ReturnValuesOnConditionCheckFailure);

    internal static Outcome<ItemChange> Read(Delete delete) => Read(
        ChangeKind.Delete, delete.Key!, delete.ConditionExpression, null, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues, delete.ReturnValuesOnConditionCheckFailure);

    internal static Outcome<ItemChange> Read(Api.DynamoDb.Update update) => Read(
        ChangeKind.Update,
        update.Key!,
        update.ConditionExpression,
        update.UpdateExpression,
        update.ExpressionAttributeNames,
        update.ExpressionAttributeValues,
        update.ReturnValuesOnConditionCheckFailure);

    internal static Outcome<ItemChange> Read(ConditionCheck check) => Read(
        ChangeKind.Check, check.Key!, check.ConditionExpression, null, check.ExpressionAttributeNames, check.ExpressionAttributeValues, check.ReturnValuesOnConditionCheckFailure);

    private static Outcome<ItemChange> Read(
        ChangeKind kind,
        Dictionary<string, AttributeValue> given,
        string? condition,
        string? update,
        Dictionary<string, string>? names,
        Dictionary<string, AttributeValue>? values,
        string? onFailure,
        Dictionary<string, AttributeValueUpdate>? attributeUpdates = null)
    {
        var item = WireValues.ReadItem(given);
        if (item.IsError)
        {
            return item.Error;
        }

        var placeholders = Placeholders.Read(
            names, values, kind == ChangeKind.Update ? [("UpdateExpression", update), ("ConditionExpression", condition)] : [("ConditionExpression", condition)]);
        if (placeholders.IsError)
        {
            return placeholders.Error;
        }

        Func<MapValue?, MapValue, Outcome<UpdatedItem>>? apply = null;
        if (kind == ChangeKind.Update)
        {
            var bound = BindUpdate(update, attributeUpdates, placeholders.Value);
            if (bound.IsError)
            {
                return bound.Error;
            }

            apply = bound.Value;
        }

        Condition? bare = null;
        if (condition is not null)
        {
            var bound = Condition.Bind(condition, placeholders.Value, "ConditionExpression");
            if (bound.IsError)
            {
                return bound.Error;
            }

            bare = bound.Value;
        }

        return placeholders.Value.CheckAllUsed() is { } unused ? unused : new ItemChange
        {
            Kind = kind,
            Given = item.Value,
            Condition = bare is null ? null : bare.Holds,
            Update = apply,
            OnFailure = onFailure,
        };
    }

    private static Outcome<Func<MapValue?, MapValue, Outcome<UpdatedItem>>> BindUpdate(
        string? text, Dictionary<string, AttributeValueUpdate>? attributeUpdates, Placeholders placeholders)
    {
        if (text is null)
        {
            return LegacyUpdates.Bind(attributeUpdates);
        }

        var bound = Update.Bind(text, placeholders);
        return bound.IsError ? bound.Error : UpdateBinding.Of(bound.Value);
    }

    private static AwsError? CheckReturnValues(string? asked) => asked is null or "NONE" or "ALL_OLD" ? null : DynamoDbErrors.Validation("ReturnValues can only be ALL_OLD or NONE");
}
