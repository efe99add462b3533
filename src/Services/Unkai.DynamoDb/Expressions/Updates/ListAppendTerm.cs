using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary><c>list_append(first, second)</c>: the elements of two lists.</summary>
internal sealed class ListAppendTerm(UpdateTerm first, UpdateTerm second) : UpdateTerm
{
    internal const string Function = "list_append";

    internal override string? Check(Placeholders placeholders) =>
        first.Check(placeholders) ?? second.Check(placeholders) ?? CheckType(first, placeholders) ?? CheckType(second, placeholders);

    internal override Outcome<Value> Of(MapValue item, Placeholders placeholders)
    {
        var begin = first.Of(item, placeholders);
        if (begin.IsError)
        {
            return begin.Error;
        }

        var end = second.Of(item, placeholders);
        return end.IsError ? end.Error
            : begin.Value is ListValue { Elements: var head } && end.Value is ListValue { Elements: var tail } ? new ListValue([.. head, .. tail])
            : UpdateErrors.WrongType;
    }

    internal override ValueType? TypeIn(Placeholders placeholders) => ValueType.L;

    private static string? CheckType(UpdateTerm term, Placeholders placeholders) =>
        term.TypeIn(placeholders) is { } type and not ValueType.L ? ExpressionErrors.OperandType(Function, type) : null;
}
