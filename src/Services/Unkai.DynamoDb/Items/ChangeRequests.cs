using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Legacy;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>Changes from requests: PutItem, UpdateItem, DeleteItem and the parts of a transaction.</summary>
internal static class ChangeRequests
{
    private const string None = "NONE";

    private static readonly string[] s_expected = ["Expected", "ConditionalOperator"];
    private static readonly string[] s_condition = ["ConditionExpression"];
    private static readonly string[] s_updates = ["AttributeUpdates", "Expected", "ConditionalOperator"];
    private static readonly string[] s_update = ["UpdateExpression", "ConditionExpression"];

    internal static Outcome<ItemChange> Read(PutItemInput request) =>
        (TableNameRules.Check(request.TableName!)
            ?? ParameterStyle.Check(request, s_expected, s_condition)) is { } problem
            ? problem
            : Read(ChangeKind.Put, request.ReadItem(nameof(request.Item)), request.ConditionExpression, null, request.ExpressionAttributeNames, request.ExpressionAttributeValues, request.ReturnValuesOnConditionCheckFailure,
                expected: request.Expected, conditionalOperator: request.ConditionalOperator, returnValues: request.ReturnValues ?? None);

    internal static Outcome<ItemChange> Read(DeleteItemInput request) =>
        (TableNameRules.Check(request.TableName!)
            ?? ParameterStyle.Check(request, s_expected, s_condition)) is { } problem
            ? problem
            : Read(ChangeKind.Delete, WireValues.ReadItem(request.Key!), request.ConditionExpression, null, request.ExpressionAttributeNames, request.ExpressionAttributeValues, request.ReturnValuesOnConditionCheckFailure,
                expected: request.Expected, conditionalOperator: request.ConditionalOperator, returnValues: request.ReturnValues ?? None);

    internal static Outcome<ItemChange> Read(UpdateItemInput request) =>
        (TableNameRules.Check(request.TableName!)
            ?? ParameterStyle.Check(request, s_updates, s_update)) is { } problem
            ? problem
            : Read(
                ChangeKind.Update,
                WireValues.ReadItem(request.Key!),
                request.ConditionExpression,
                request.UpdateExpression,
                request.ExpressionAttributeNames,
                request.ExpressionAttributeValues,
                request.ReturnValuesOnConditionCheckFailure,
                request.AttributeUpdates,
                request.Expected,
                request.ConditionalOperator);

    internal static Outcome<ItemChange> Read(Put put) => Read(
        ChangeKind.Put, put.ReadItem(nameof(put.Item)), put.ConditionExpression, null, put.ExpressionAttributeNames, put.ExpressionAttributeValues, put.ReturnValuesOnConditionCheckFailure);

    internal static Outcome<ItemChange> Read(Delete delete) => Read(
        ChangeKind.Delete, WireValues.ReadItem(delete.Key!), delete.ConditionExpression, null, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues, delete.ReturnValuesOnConditionCheckFailure);

    internal static Outcome<ItemChange> Read(Api.DynamoDb.Update update) => Read(
        ChangeKind.Update,
        WireValues.ReadItem(update.Key!),
        update.ConditionExpression,
        update.UpdateExpression,
        update.ExpressionAttributeNames,
        update.ExpressionAttributeValues,
        update.ReturnValuesOnConditionCheckFailure);

    internal static Outcome<ItemChange> Read(ConditionCheck check) => Read(
        ChangeKind.Check, WireValues.ReadItem(check.Key!), check.ConditionExpression, null, check.ExpressionAttributeNames, check.ExpressionAttributeValues, check.ReturnValuesOnConditionCheckFailure);

    private static Outcome<ItemChange> Read(
        ChangeKind kind,
        Outcome<MapValue> item,
        string? condition,
        string? update,
        Dictionary<string, string>? names,
        Dictionary<string, AttributeValue>? values,
        string? onFailure,
        Dictionary<string, AttributeValueUpdate>? attributeUpdates = null,
        Dictionary<string, ExpectedAttributeValue>? expected = null,
        string? conditionalOperator = null,
        string? returnValues = null)
    {
        var placeholders = Placeholders.Read(
            names, values, kind == ChangeKind.Update ? [("UpdateExpression", update), ("ConditionExpression", condition)] : [("ConditionExpression", condition)]);
        if (placeholders.IsError)
        {
            return placeholders.Error;
        }

        if ((item.Error ?? (returnValues is null ? null : CheckAlone(kind, item.Value, returnValues))) is { } refused)
        {
            return refused;
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

        var allows = BindCondition(condition, placeholders.Value, expected, conditionalOperator);
        if (allows.IsError)
        {
            return allows.Error;
        }

        return placeholders.Value.CheckAllUsed() is { } unused ? unused : new ItemChange
        {
            Kind = kind,
            Given = item.Value,
            Condition = allows.Value is { } holds ? holds.Holds : null,
            Update = apply,
            OnFailure = onFailure,
        };
    }

    private static Outcome<Func<MapValue?, MapValue, Outcome<UpdatedItem>>> BindUpdate(
        string? text, Dictionary<string, AttributeValueUpdate>? attributeUpdates, Placeholders placeholders)
    {
        if (text is null && attributeUpdates is null)
        {
            return UpdateBinding.Nothing;
        }

        var bound = text is null ? LegacyUpdates.Read(attributeUpdates!) : ItemUpdate.Bind(text, placeholders);
        return bound.IsError ? bound.Error : UpdateBinding.Of(bound.Value);
    }

    private static Outcome<ItemCondition?> BindCondition(
        string? text, Placeholders placeholders, Dictionary<string, ExpectedAttributeValue>? expected, string? conditionalOperator)
    {
        if (text is null)
        {
            return LegacyConditions.Expected(expected, conditionalOperator);
        }

        var bound = ItemCondition.Bind(text, placeholders, "ConditionExpression");
        return bound.IsError ? bound.Error : bound.Value;
    }

    /// <summary>Of a put or delete that is no part of a transaction; AWS checks this between the item's values and the condition.</summary>
    private static AwsError? CheckAlone(ChangeKind kind, MapValue item, string returnValues) =>
        returnValues is not (None or "ALL_OLD") ? DynamoDbErrors.Validation("ReturnValues can only be ALL_OLD or NONE")
        : kind == ChangeKind.Put && item.ItemSizeBytes > ItemWriter.ItemBytesMax ? DynamoDbErrors.ItemTooLarge
        : null;
}
