using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>begins_with(path, prefix)</c>, for text and binary.</summary>
internal sealed class BeginsWithCondition(Operand operand, Operand prefix) : ConditionNode
{
    internal const string Function = "begins_with";

    internal Operand Operand { get; } = operand;

    internal Operand Prefix { get; } = prefix;

    internal override IEnumerable<Operand> Operands => [Operand, Prefix];

    internal override string? Check(Placeholders placeholders) =>
        Operand.Check(placeholders) ?? Prefix.Check(placeholders) ?? CheckType(Operand, placeholders) ?? CheckType(Prefix, placeholders)
        ?? OperandRules.CheckDistinct(Function, placeholders, Operand, Prefix);

    internal override bool Holds(MapValue item, Placeholders placeholders) => Holds(Operand.Of(item, placeholders), Prefix.Of(item, placeholders));

    internal static bool Holds(Value? value, Value? prefix) => (value, prefix) switch
    {
        (StringValue text, StringValue start) => text.Text.StartsWith(start.Text, StringComparison.Ordinal),
        (BinaryValue bytes, BinaryValue start) => bytes.Bytes.Span.StartsWith(start.Bytes.Span),
        _ => false,
    };

    private static string? CheckType(Operand operand, Placeholders placeholders) =>
        operand.TypeIn(placeholders) is { } type and not (ValueType.S or ValueType.B) ? ExpressionErrors.OperandType(Function, type) : null;
}
