using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary><c>left + right</c> or <c>left - right</c>.</summary>
internal sealed class SumTerm(UpdateTerm left, UpdateTerm right, bool isDifference) : UpdateTerm
{
    private string Symbol => isDifference ? "-" : "+";

    internal override string? Check(Placeholders placeholders) =>
        left.Check(placeholders) ?? right.Check(placeholders) ?? CheckType(left, placeholders) ?? CheckType(right, placeholders);

    internal override Outcome<Value> Of(MapValue item, Placeholders placeholders)
    {
        var first = left.Of(item, placeholders);
        if (first.IsError)
        {
            return first.Error;
        }

        var second = right.Of(item, placeholders);
        return second.IsError ? second.Error
            : first.Value is NumberValue { Number: var augend } && second.Value is NumberValue { Number: var addend } ? Sum(augend, isDifference ? -addend : addend)
            : UpdateErrors.WrongType;
    }

    internal override ValueType? TypeIn(Placeholders placeholders) => ValueType.N;

    internal static Outcome<Value> Sum(Number first, Number second)
    {
        var problem = Number.Add(first, second, out var sum);
        return problem is NumberProblem.None ? new NumberValue(sum) : ValueErrors.Of(problem, "");
    }

    private string? CheckType(UpdateTerm term, Placeholders placeholders) =>
        term.TypeIn(placeholders) is { } type and not ValueType.N ? ExpressionErrors.OperandType(Symbol, type) : null;
}
