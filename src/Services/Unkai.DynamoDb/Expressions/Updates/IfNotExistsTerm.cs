using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary><c>if_not_exists(path, otherwise)</c>: what stands at the path, else the other.</summary>
internal sealed class IfNotExistsTerm(DocumentPath path, UpdateTerm otherwise) : UpdateTerm
{
    internal const string Function = "if_not_exists";

    internal override string? Check(Placeholders placeholders) => path.Check(placeholders) ?? otherwise.Check(placeholders);

    internal override Outcome<Value> Of(MapValue item, Placeholders placeholders) =>
        path.Find(item, placeholders) is { } value ? value : otherwise.Of(item, placeholders);
}
