using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions;

/// <summary>A value that is known without a request: of legacy parameters and PartiQL.</summary>
internal sealed class ConstantOperand(Value value) : Operand
{
    internal Value Value { get; } = value;

    internal override string? Check(Placeholders placeholders) => null;

    internal override Value Of(MapValue item, Placeholders placeholders) => Value;

    internal override ValueType? TypeIn(Placeholders placeholders) => Value.Type;
}
