using Unkai.Api;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Keys;

/// <summary>Which keys a query asks for.</summary>
/// <param name="Partition">The partition key's value.</param>
/// <param name="Sort">Which sort keys; null for all.</param>
internal sealed record KeyCondition(Value Partition, SortKeyCondition? Sort)
{
    private const string Parameter = "KeyConditionExpression";

    private static readonly ParsedExpressions<ConditionNode> s_parsed = new(ConditionParser.Parse);

    /// <summary>The condition in these words; ValidationException for what a query can't be.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="placeholders">The request's.</param>
    /// <param name="partition">The partition key of the table or index.</param>
    /// <param name="sort">Its sort key; null if it has none.</param>
    internal static Outcome<KeyCondition> Bind(string text, Placeholders placeholders, KeyAttribute partition, KeyAttribute? sort)
    {
        var (node, problem) = s_parsed.Of(text);
        if (problem is not null)
        {
            return ExpressionErrors.Invalid(Parameter, problem);
        }

        var parts = new List<KeyConditionPart>();
        problem = KeyConditionPart.Collect(node!, placeholders, parts) ?? node!.Check(placeholders) ?? KeyConditionPart.CheckDistinct(parts);
        return problem is null ? KeyConditionPart.Combine(parts, partition, sort) : ExpressionErrors.Invalid(Parameter, problem);
    }
}
