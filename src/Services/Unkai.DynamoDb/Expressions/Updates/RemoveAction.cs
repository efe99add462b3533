using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary><c>REMOVE path</c>.</summary>
internal sealed class RemoveAction(DocumentPath path) : UpdateAction(path)
{
    internal const string Section = "REMOVE";

    internal override string? Check(Placeholders placeholders) => Path.Check(placeholders);

    internal override Outcome<Value?> Apply(Value? current, MapValue item, Placeholders placeholders) => (Value?)null;
}
