using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary><c>ADD path value</c>: adds a number to a number, or elements to a set.</summary>
internal sealed class AddAction(DocumentPath path, Operand operand) : UpdateAction(path)
{
    internal const string Section = "ADD";

    internal override string? Check(Placeholders placeholders) =>
        Path.Check(placeholders) ?? operand.Check(placeholders)
        ?? (operand.TypeIn(placeholders) is { } type and not (ValueType.N or ValueType.SS or ValueType.NS or ValueType.BS) ? ExpressionErrors.SectionType(Section, type) : null);

    internal override Outcome<Value?> Apply(Value? current, MapValue item, Placeholders placeholders) => (current, operand.Of(item, placeholders)!) switch
    {
        (null, var value) => value,
        (NumberValue { Number: var first }, NumberValue { Number: var second }) => SumTerm.Sum(first, second).Cast<Value?>(),
        (SetValue first, SetValue second) when first.Type == second.Type => first.Union(second),
        _ => UpdateErrors.WrongType,
    };
}
