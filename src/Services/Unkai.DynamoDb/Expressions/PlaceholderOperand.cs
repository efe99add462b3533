using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions;

/// <summary>A value of the request: <c>:name</c>.</summary>
internal sealed class PlaceholderOperand(string name) : Operand
{
    internal override string? Check(Placeholders placeholders) => placeholders.Use(name) is null ? ExpressionErrors.ValueNotDefined(name) : null;

    internal override Value Of(MapValue item, Placeholders placeholders) => placeholders.ValueOf(name);

    internal override ValueType? TypeIn(Placeholders placeholders) => placeholders.ValueOf(name).Type;
}
