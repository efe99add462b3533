using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary><c>SET path = value</c>.</summary>
internal sealed class SetAction(DocumentPath path, UpdateTerm value) : UpdateAction(path)
{
    internal const string Section = "SET";

    internal override string? Check(Placeholders placeholders) => Path.Check(placeholders) ?? value.Check(placeholders);

    internal override Outcome<Value?> Apply(Value? current, MapValue item, Placeholders placeholders)
    {
        var set = value.Of(item, placeholders);
        return set.IsError ? set.Error : set.Value;
    }
}
