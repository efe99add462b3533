using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Keys;

namespace Unkai.DynamoDb.Legacy;

/// <summary>Expected, QueryFilter, ScanFilter and KeyConditions as conditions.</summary>
internal static class LegacyConditions
{
    private const string Or = "OR";

    /// <summary>QueryFilter or ScanFilter; null when there is none.</summary>
    internal static Outcome<ItemCondition?> Filter(Dictionary<string, Condition>? filter, string? conditionalOperator)
    {
        if (filter is null or { Count: 0 })
        {
            return conditionalOperator is null ? (ItemCondition?)null : LegacyErrors.OperatorWithoutConditions;
        }

        if (conditionalOperator is not null && filter.Count == 1)
        {
            return LegacyErrors.OperatorWithOneCondition;
        }

        var nodes = new List<ConditionNode>();
        foreach (var (name, wire) in filter)
        {
            var comparison = LegacyComparison.Read(wire.ComparisonOperator!, wire.AttributeValueList);
            if (comparison.IsError)
            {
                return comparison.Error;
            }

            nodes.Add(comparison.Value.On(name));
        }

        return Combined(nodes, conditionalOperator);
    }

    /// <summary>Expected; null when there is none.</summary>
    internal static Outcome<ItemCondition?> Expected(Dictionary<string, ExpectedAttributeValue>? expected, string? conditionalOperator)
    {
        if (expected is null or { Count: 0 })
        {
            return conditionalOperator is null ? (ItemCondition?)null : LegacyErrors.OperatorWithoutConditions;
        }

        if (conditionalOperator is not null && expected.Count == 1)
        {
            return LegacyErrors.OperatorWithOneCondition;
        }

        var nodes = new List<ConditionNode>();
        foreach (var (name, wire) in expected)
        {
            var comparison = ReadExpected(name, wire);
            if (comparison.IsError)
            {
                return comparison.Error;
            }

            nodes.Add(comparison.Value.On(name));
        }

        return Combined(nodes, conditionalOperator);
    }

    /// <summary>KeyConditions.</summary>
    internal static Outcome<List<KeyConditionPart>> Keys(Dictionary<string, Condition> conditions)
    {
        var parts = new List<KeyConditionPart>();
        foreach (var (name, wire) in conditions)
        {
            var comparison = LegacyComparison.Read(wire.ComparisonOperator!, wire.AttributeValueList);
            if (comparison.IsError)
            {
                return comparison.Error;
            }

            if (KindOf(comparison.Value.Operator) is not { } kind)
            {
                return LegacyErrors.NotIndexable;
            }

            var values = comparison.Value.Values;
            parts.Add(new(name, new(kind, values[0], values.Count > 1 ? values[1] : null)));
        }

        return parts;
    }

    private static Outcome<LegacyComparison> ReadExpected(string name, ExpectedAttributeValue wire)
    {
        if (wire is { Value: not null, AttributeValueList: not null })
        {
            return LegacyErrors.ValueAndList(name);
        }

        if (wire.ComparisonOperator is { } comparison)
        {
            return wire.Exists is not null ? LegacyErrors.ExistsAndComparison(name)
                : wire is { Value: null, AttributeValueList: null } && comparison is not ("NULL" or "NOT_NULL") ? LegacyErrors.ComparisonWithoutValue(comparison, name)
                : LegacyComparison.Read(comparison, wire.AttributeValueList ?? (wire.Value is null ? null : [wire.Value]));
        }

        if (wire.AttributeValueList is not null)
        {
            return LegacyErrors.ListWithoutComparison(name);
        }

        return wire switch
        {
            { Exists: false, Value: null } => LegacyComparison.Read("NULL", null),
            { Exists: false } => LegacyErrors.ValueOfNothing(name),
            { Value: null } => LegacyErrors.ValueMissing(wire.Exists, name),
            _ => LegacyComparison.Read("EQ", [wire.Value]),
        };
    }

    private static ItemCondition Combined(List<ConditionNode> nodes, string? conditionalOperator) => new(
        nodes.Aggregate((left, right) => conditionalOperator == Or ? new OrCondition(left, right) : new AndCondition(left, right)), Placeholders.None);

    private static SortKeyConditionKind? KindOf(string comparison) => comparison switch
    {
        "EQ" => SortKeyConditionKind.Equal,
        "LT" => SortKeyConditionKind.Less,
        "LE" => SortKeyConditionKind.LessOrEqual,
        "GT" => SortKeyConditionKind.Greater,
        "GE" => SortKeyConditionKind.GreaterOrEqual,
        "BETWEEN" => SortKeyConditionKind.Between,
        "BEGINS_WITH" => SortKeyConditionKind.BeginsWith,
        _ => null,
    };
}
