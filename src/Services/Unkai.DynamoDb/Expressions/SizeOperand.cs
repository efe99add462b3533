using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions;

/// <summary><c>size(path)</c>: characters of text, bytes of binary, elements of a set, list or map.</summary>
internal sealed class SizeOperand(Operand inner) : Operand
{
    internal const string Function = "size";

    internal Operand Inner => inner;

    internal override string? Check(Placeholders placeholders) =>
        inner.Check(placeholders)
        ?? (inner.TypeIn(placeholders) is { } type and (ValueType.N or ValueType.BOOL or ValueType.NULL) ? ExpressionErrors.OperandType(Function, type) : null);

    internal override Value? Of(MapValue item, Placeholders placeholders) => inner.Of(item, placeholders) switch
    {
        StringValue text => Size(text.Text.Length),
        BinaryValue binary => Size(binary.Bytes.Length),
        ListValue list => Size(list.Elements.Count),
        MapValue map => Size(map.Members.Count),
        SetValue set => Size(set.Count),
        _ => null,
    };

    internal override ValueType? TypeIn(Placeholders placeholders) => ValueType.N;

    private static NumberValue Size(int size) => new(Number.Of(size));
}
