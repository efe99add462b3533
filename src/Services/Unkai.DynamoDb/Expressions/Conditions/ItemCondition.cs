using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary>A condition or filter of a request.</summary>
internal sealed class ItemCondition(ConditionNode node, Placeholders placeholders)
{
    private static readonly ParsedExpressions<ConditionNode> s_parsed = new(ConditionParser.Parse);

    /// <summary>The condition in these words; ValidationException for what is none.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="placeholders">The request's.</param>
    /// <param name="parameter">What the expression is called in the request, for the message: <c>FilterExpression</c>.</param>
    internal static Outcome<ItemCondition> Bind(string text, Placeholders placeholders, string parameter)
    {
        var (node, problem) = s_parsed.Of(text);
        problem ??= node!.Check(placeholders);
        return problem is null ? new ItemCondition(node!, placeholders) : ExpressionErrors.Invalid(parameter, problem);
    }

    /// <summary>The attributes, by their own names, that it looks at or into.</summary>
    internal IEnumerable<string> AttributeNames
    {
        get
        {
            foreach (var operand in node.Operands)
            {
                if ((operand is SizeOperand size ? size.Inner : operand) is PathOperand path)
                {
                    yield return path.Path.AttributeName(placeholders);
                }
            }
        }
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="item">Null where there is none.</param>
    internal bool Holds(MapValue? item) => node.Holds(item ?? MapValue.Empty, placeholders);
}
