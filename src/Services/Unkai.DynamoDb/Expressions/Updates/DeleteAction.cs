using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary><c>DELETE path value</c>: takes elements from a set; the set goes with its last one.</summary>
internal sealed class DeleteAction(DocumentPath path, Operand operand) : UpdateAction(path)
{
    internal const string Section = "DELETE";

    internal override string? Check(Placeholders placeholders) =>
        Path.Check(placeholders) ?? operand.Check(placeholders)
        ?? (operand.TypeIn(placeholders) is { } type and not (ValueType.SS or ValueType.NS or ValueType.BS) ? ExpressionErrors.SectionType(Section, type) : null);

    internal override Outcome<Value?> Apply(Value? current, MapValue item, Placeholders placeholders) => (current, operand.Of(item, placeholders)!) switch
    {
        (null, _) => (Value?)null,
        (SetValue set, SetValue elements) when set.Type == elements.Type => set.Except(elements),
        _ => UpdateErrors.WrongType,
    };
}
