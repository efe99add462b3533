using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Paths;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Legacy;

/// <summary>AttributeUpdates and AttributesToGet.</summary>
/// <remarks>Source: DynamoDB API reference, AttributeValueUpdate.</remarks>
internal static class LegacyUpdates
{
    /// <summary>AttributeUpdates as an update.</summary>
    internal static Outcome<ItemUpdate> Read(Dictionary<string, AttributeValueUpdate> updates)
    {
        var actions = new List<UpdateAction>();
        foreach (var (name, update) in updates)
        {
            var action = Read(DocumentPath.Attribute(name), update);
            if (action.IsError)
            {
                return action.Error;
            }

            actions.Add(action.Value);
        }

        return ItemUpdate.Of(actions, Placeholders.None);
    }

    /// <summary>AttributesToGet as a projection.</summary>
    internal static Outcome<ItemProjection> Projection(IReadOnlyList<string> attributes) =>
        attributes.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
            ? LegacyErrors.Duplicate(twice)
            : ItemProjection.OfAttributes(attributes);

    private static Outcome<UpdateAction> Read(DocumentPath path, AttributeValueUpdate update)
    {
        var action = update.Action ?? "PUT";
        if (update.Value is null)
        {
            return action == "DELETE" ? new RemoveAction(path) : LegacyErrors.NoValue;
        }

        var read = WireValues.Read(update.Value);
        if (read.IsError)
        {
            return read.Error;
        }

        var value = read.Value;
        return action switch
        {
            "ADD" when value.Type is not (ValueType.N or ValueType.L) && value is not SetValue => LegacyErrors.AddType(value.Type),
            "ADD" => new LegacyAction(path, current => Add(current, value)),
            "DELETE" when value is not SetValue => LegacyErrors.DeleteType(value.Type),
            "DELETE" => new LegacyAction(path, current => Delete(current, (SetValue)value)),
            _ => new SetAction(path, new OperandTerm(new ConstantOperand(value))),
        };
    }

    private static Outcome<Value?> Add(Value? current, Value value) => (current, value) switch
    {
        (null, _) => value,
        (NumberValue { Number: var first }, NumberValue { Number: var second }) => SumTerm.Sum(first, second).Cast<Value?>(),
        (ListValue { Elements: var head }, ListValue { Elements: var tail }) => new ListValue([.. head, .. tail]),
        (SetValue first, SetValue second) when first.Type == second.Type => first.Union(second),
        _ => LegacyErrors.TypeMismatch,
    };

    private static Outcome<Value?> Delete(Value? current, SetValue elements) => current switch
    {
        null => (Value?)null,
        SetValue set when set.Type == elements.Type => set.Except(elements),
        _ => LegacyErrors.TypeMismatch,
    };

    /// <summary>ADD or DELETE, whose errors differ from those of expressions.</summary>
    private sealed class LegacyAction(DocumentPath path, Func<Value?, Outcome<Value?>> apply) : UpdateAction(path)
    {
        internal override string? Check(Placeholders placeholders) => null;

        internal override Outcome<Value?> Apply(Value? current, MapValue item, Placeholders placeholders) => apply(current);
    }
}
