using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>Reads what stands behind WHERE.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "PartiQL arithmetic, comparison, and logical operators for DynamoDB" and "PartiQL functions".</remarks>
internal sealed class PartiQlConditions(PartiQlReader reader, PartiQlOperands operands)
{
    internal ConditionNode? Parse()
    {
        var left = ParseAnd();
        while (left is not null && reader.TryWord("OR"))
        {
            left = ParseAnd() is { } right ? new OrCondition(left, right) : null;
        }

        return left;
    }

    private ConditionNode? ParseAnd()
    {
        var left = ParseTerm();
        while (left is not null && reader.TryWord("AND"))
        {
            left = ParseTerm() is { } right ? new AndCondition(left, right) : null;
        }

        return left;
    }

    private ConditionNode? ParseTerm()
    {
        if (!reader.Enter())
        {
            return null;
        }

        var term = reader.TryWord("NOT") ? Not(ParseTerm())
            : reader.TrySymbol("(") ? (Parse() is { } inner && reader.ExpectSymbol(")") ? inner : null)
            : reader.Current.Kind is PartiQlTokenKind.Word && reader.Next is { Kind: PartiQlTokenKind.Symbol, Text: "(" } && !reader.IsWord(SizeOperand.Function) ? ParseFunction()
            : ParseComparison();
        reader.Leave();
        return term;
    }

    private ConditionNode? ParseComparison()
    {
        if (operands.ParseOperand() is not { } left)
        {
            return null;
        }

        if (reader.TryWord("IS"))
        {
            var isNot = reader.TryWord("NOT");
            ConditionNode? what = reader.TryWord("MISSING") ? new ExistsCondition(left, exists: false)
                : reader.TryWord("NULL") ? new TypeCondition(left, new ConstantOperand(new StringValue("NULL")))
                : null;
            if (what is null)
            {
                reader.FailHere();
            }

            return isNot ? Not(what) : what;
        }

        var isNegated = reader.TryWord("NOT");
        if (reader.TryWord(BetweenCondition.Function))
        {
            var between = operands.ParseOperand() is { } lower && reader.ExpectWord("AND") && operands.ParseOperand() is { } upper ? new BetweenCondition(left, lower, upper) : null;
            return isNegated ? Not(between) : between;
        }

        if (reader.TryWord(InCondition.Function))
        {
            var choice = ParseChoices() is { } choices ? new InCondition(left, choices) : null;
            return isNegated ? Not(choice) : choice;
        }

        var symbol = reader.Current.Text == "!=" ? "<>" : reader.Current.Text;
        if (isNegated || reader.Current.Kind is not PartiQlTokenKind.Symbol || Comparators.Parse(symbol) is not { } comparator)
        {
            reader.FailHere();
            return null;
        }

        reader.Take();
        return operands.ParseOperand() is { } right ? new Comparison(comparator, left, right) : null;
    }

    /// <summary>In parentheses or brackets.</summary>
    private List<Operand>? ParseChoices()
    {
        var end = reader.TrySymbol("(") ? ")" : "]";
        if (end == "]" && !reader.ExpectSymbol("["))
        {
            return null;
        }

        var choices = new List<Operand>();
        do
        {
            if (operands.ParseOperand() is not { } choice)
            {
                return null;
            }

            choices.Add(choice);
        }
        while (reader.TrySymbol(","));

        return reader.ExpectSymbol(end) ? choices : null;
    }

    private ConditionNode? ParseFunction()
    {
        var name = reader.Take();
        reader.Take();
        var arguments = new List<Operand>();
        do
        {
            if (operands.ParseOperand() is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }
        while (reader.TrySymbol(","));

        if (!reader.ExpectSymbol(")"))
        {
            return null;
        }

        ConditionNode? function = (name.Text.ToUpperInvariant(), arguments) switch
        {
            ("BEGINS_WITH", [var operand, var prefix]) => new BeginsWithCondition(operand, prefix),
            ("CONTAINS", [var operand, var part]) => new ContainsCondition(operand, part),
            ("ATTRIBUTE_TYPE", [var operand, var type]) => new TypeCondition(operand, type),
            ("ATTRIBUTE_EXISTS", [var operand]) => new ExistsCondition(operand, exists: true),
            ("ATTRIBUTE_NOT_EXISTS" or "MISSING", [var operand]) => new ExistsCondition(operand, exists: false),
            _ => null,
        };
        if (function is null)
        {
            reader.Fail(ExpressionErrors.NoSuchFunction(name.Text));
        }

        return function;
    }

    private static NotCondition? Not(ConditionNode? inner) => inner is null ? null : new NotCondition(inner);
}
