using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions;

/// <summary>What stands at a path.</summary>
internal sealed class PathOperand(DocumentPath path) : Operand
{
    internal DocumentPath Path { get; } = path;

    internal override string? Check(Placeholders placeholders) => Path.Check(placeholders);

    internal override Value? Of(MapValue item, Placeholders placeholders) => Path.Find(item, placeholders);
}
