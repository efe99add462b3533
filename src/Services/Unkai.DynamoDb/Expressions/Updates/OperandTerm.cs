using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary>A value, or what stands at a path.</summary>
internal sealed class OperandTerm(Operand operand) : UpdateTerm
{
    /// <summary>Null when it is no path.</summary>
    internal DocumentPath? Path => (operand as PathOperand)?.Path;

    internal override string? Check(Placeholders placeholders) => operand.Check(placeholders);

    internal override Outcome<Value> Of(MapValue item, Placeholders placeholders) =>
        operand.Of(item, placeholders) is { } value ? value : UpdateErrors.NoSuchAttribute;

    internal override ValueType? TypeIn(Placeholders placeholders) => operand.TypeIn(placeholders);
}
