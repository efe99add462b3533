using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>contains(path, operand)</c>: a part of text or binary, an element of a set or list.</summary>
internal sealed class ContainsCondition(Operand operand, Operand part) : ConditionNode
{
    internal const string Function = "contains";

    internal override IEnumerable<Operand> Operands => [operand, part];

    internal override string? Check(Placeholders placeholders) =>
        operand.Check(placeholders) ?? part.Check(placeholders)
        ?? (operand.TypeIn(placeholders) is { } type and (ValueType.N or ValueType.BOOL or ValueType.NULL or ValueType.M) ? ExpressionErrors.OperandType(Function, type) : null)
        ?? OperandRules.CheckDistinct(Function, placeholders, operand, part);

    internal override bool Holds(MapValue item, Placeholders placeholders) => Holds(operand.Of(item, placeholders), part.Of(item, placeholders));

    internal static bool Holds(Value? value, Value? part) => (value, part) switch
    {
        (_, null) => false,
        (StringValue text, StringValue inner) => text.Text.Contains(inner.Text, StringComparison.Ordinal),
        (BinaryValue bytes, BinaryValue inner) => bytes.Bytes.Span.IndexOf(inner.Bytes.Span) >= 0,
        (SetValue set, _) => set.Contains(part),
        (ListValue list, _) => list.Elements.Contains(part),
        _ => false,
    };
}
