using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary>What operators and functions ask of their operands before an item is seen.</summary>
internal static class OperandRules
{
    internal static string? CheckAll(IEnumerable<Operand> operands, Placeholders placeholders)
    {
        foreach (var operand in operands)
        {
            if (operand.Check(placeholders) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Only S, N and B have an order.</summary>
    internal static string? CheckOrdered(string function, Placeholders placeholders, params ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (operand.TypeIn(placeholders) is { } type and not (ValueType.S or ValueType.N or ValueType.B))
            {
                return ExpressionErrors.OperandType(function, type);
            }
        }

        return null;
    }

    /// <summary>An attribute is not compared with itself.</summary>
    internal static string? CheckDistinct(string function, Placeholders placeholders, Operand first, Operand second)
    {
        if (first is not PathOperand { Path: var path } || second is not PathOperand { Path: var other})
        {
            return null;
        }

        var described = path.Describe(placeholders);
        return described == other.Describe(placeholders) ? ExpressionErrors.SameOperands(function, described) : null;
    }
}
