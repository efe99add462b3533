using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>attribute_type(path, type)</c>.</summary>
internal sealed class TypeCondition(Operand operand, Operand type) : ConditionNode
{
    internal const string Function = "attribute_type";

    internal override IEnumerable<Operand> Operands => [operand, type];

    internal override string? Check(Placeholders placeholders)
    {
        if ((operand.Check(placeholders) ?? type.Check(placeholders)) is { } problem)
        {
            return problem;
        }

        if (operand is not PathOperand)
        {
            return ExpressionErrors.NeedsPath(Function);
        }

        return type is PathOperand ? ExpressionErrors.OperandType(Function, ValueType.NULL)
            : type.Of(MapValue.Empty, placeholders) is not StringValue { Text: var name } value ? ExpressionErrors.OperandType(Function, type.TypeIn(placeholders)!.Value)
            : TypeOf(value) is null ? ExpressionErrors.NoSuchType(name)
            : null;
    }

    internal override bool Holds(MapValue item, Placeholders placeholders) =>
        operand.Of(item, placeholders) is { } value && value.Type == TypeOf((StringValue)type.Of(item, placeholders)!);

    private static ValueType? TypeOf(StringValue name) => Enum.TryParse<ValueType>(name.Text, out var type) && Enum.GetName(type) == name.Text ? type : null;
}
