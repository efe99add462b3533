using Unkai.Api;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Keys;

/// <summary>Which keys a query asks for.</summary>
/// <param name="Partition">The partition key's value.</param>
/// <param name="Sort">Which sort keys; null for all.</param>
internal sealed record KeyCondition(Value Partition, SortKeyCondition? Sort)
{
    /// <summary>The values of a composite key's partition attributes, all of them; null: the key has one.</summary>
    internal IReadOnlyList<Value>? Partitions { get; init; }

    /// <summary>The conditions on a composite key's sort attributes, from the first on: equal, but the last, which may be any.</summary>
    internal IReadOnlyList<SortKeyCondition> Sorts { get; init; } = [];

    private const string Parameter = "KeyConditionExpression";

    private static readonly ParsedExpressions<ConditionNode> s_parsed = new(ConditionParser.Parse);

    /// <summary>The condition in these words; ValidationException for what a query can't be.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="placeholders">The request's.</param>
    /// <param name="partition">The partition key of the table or index.</param>
    /// <param name="sort">Its sort key; null if it has none.</param>
    internal static Outcome<KeyCondition> Bind(string text, Placeholders placeholders, KeyAttribute partition, KeyAttribute? sort)
    {
        var parts = PartsOf(text, placeholders);
        return parts.IsError ? parts.Error : KeyConditionPart.Combine(parts.Value, partition, sort);
    }

    /// <summary>What these words say of each attribute; ValidationException for what a query can't be.</summary>
    internal static Outcome<List<KeyConditionPart>> PartsOf(string text, Placeholders placeholders)
    {
        var (node, problem) = s_parsed.Of(text);
        if (problem is not null)
        {
            return ExpressionErrors.Invalid(Parameter, problem);
        }

        var parts = new List<KeyConditionPart>();
        problem = KeyConditionPart.Collect(node!, placeholders, parts) ?? node!.Check(placeholders) ?? KeyConditionPart.CheckDistinct(parts);
        return problem is null ? parts : ExpressionErrors.Invalid(Parameter, problem);
    }
}
