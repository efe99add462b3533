using Unkai.Api;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Keys;

/// <summary>What a query says of one key attribute.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Condition">What it says.</param>
internal sealed record KeyConditionPart(string Name, SortKeyCondition Condition)
{
    private const string Nested = "KeyConditionExpressions cannot contain nested operations";
    private const string NestedAttribute = "KeyConditionExpressions cannot have conditions on nested attributes";
    private const string OneConditionPerKey = "KeyConditionExpressions must only contain one condition per key";
    private const string NoAttribute = "Invalid condition in KeyConditionExpression: No key attribute specified";
    private const string ManyAttributes = "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition";

    /// <summary>Takes a condition apart at its ANDs.</summary>
    /// <returns>What no key condition may be; null when nothing is wrong.</returns>
    internal static string? Collect(ConditionNode node, Placeholders placeholders, List<KeyConditionPart> parts) => node switch
    {
        AndCondition and => Collect(and.Left, placeholders, parts) ?? Collect(and.Right, placeholders, parts),
        Comparison { Comparator: Comparator.NotEqual } => NotAllowed("<>"),
        Comparison { Left: PathOperand, Right: PathOperand } => ManyAttributes,
        Comparison { Left: PathOperand { Path: var path }, Right: var operand } comparison => Add(path, KindOf(comparison.Comparator), operand, null, placeholders, parts),
        Comparison { Left: var operand, Right: PathOperand { Path: var path } } comparison =>
            Add(path, KindOf(Comparators.Mirrored(comparison.Comparator)), operand, null, placeholders, parts),
        Comparison { Left: SizeOperand } or Comparison { Right: SizeOperand } => Nested,
        Comparison => NoAttribute,
        BetweenCondition { Operand: PathOperand { Path: var path } } between => Add(path, SortKeyConditionKind.Between, between.Lower, between.Upper, placeholders, parts),
        BetweenCondition => NoAttribute,
        BeginsWithCondition { Operand: PathOperand { Path: var path } } begins => Add(path, SortKeyConditionKind.BeginsWith, begins.Prefix, null, placeholders, parts),
        BeginsWithCondition => NoAttribute,
        OrCondition => NotAllowed("OR"),
        NotCondition => NotAllowed("NOT"),
        InCondition => NotAllowed(InCondition.Function),
        ContainsCondition => NotAllowed(ContainsCondition.Function),
        TypeCondition => NotAllowed(TypeCondition.Function),
        _ => NotAllowed(ExistsCondition.Function),
    };

    internal static string? CheckDistinct(List<KeyConditionPart> parts) =>
        parts.DistinctBy(part => part.Name).Count() < parts.Count ? OneConditionPerKey : null;

    /// <summary>The parts as the condition on these keys.</summary>
    internal static Outcome<KeyCondition> Combine(IReadOnlyList<KeyConditionPart> parts, KeyAttribute partition, KeyAttribute? sort)
    {
        if (parts.Count is 0 or > 2)
        {
            return ValueErrors.Validation("Conditions can be of length 1 or 2 only");
        }

        if (parts.FirstOrDefault(part => part.Name == partition.Name) is not { Condition: var first })
        {
            return Missed(partition.Name);
        }

        var second = parts.FirstOrDefault(part => part.Name != partition.Name);
        if (second is not null && second.Name != sort?.Name)
        {
            return sort is null ? ValueErrors.Validation("Query key condition not supported") : Missed(sort.Value.Name);
        }

        if (first.Kind is not SortKeyConditionKind.Equal)
        {
            return ValueErrors.Validation("Query key condition not supported");
        }

        return (CheckValues(first, partition) ?? (second is null ? null : CheckValues(second.Condition, sort!.Value))) is { } problem
            ? problem
            : new KeyCondition(first.Operand, second?.Condition);
    }

    /// <summary>The parts as the condition on a composite key.</summary>
    /// <remarks>Source: DynamoDB Developer Guide, "Multi-attribute keys pattern": every partition attribute by equality; sort attributes from the first on, what is no equality last.</remarks>
    internal static Outcome<KeyCondition> Combine(IReadOnlyList<KeyConditionPart> parts, IReadOnlyList<KeyAttribute> partitions, IReadOnlyList<KeyAttribute> sorts)
    {
        var values = new List<Value>();
        foreach (var key in partitions)
        {
            if (parts.FirstOrDefault(part => part.Name == key.Name) is not { Condition: var condition })
            {
                return Missed(key.Name);
            }

            if (condition.Kind is not SortKeyConditionKind.Equal)
            {
                return ValueErrors.Validation("Query key condition not supported");
            }

            if (CheckValues(condition, key) is { } problem)
            {
                return problem;
            }

            values.Add(condition.Operand);
        }

        var conditions = new List<SortKeyCondition>();
        foreach (var key in sorts)
        {
            if (values.Count + conditions.Count == parts.Count)
            {
                break;
            }

            if (parts.FirstOrDefault(part => part.Name == key.Name) is not { Condition: var condition })
            {
                return Missed(key.Name);
            }

            if (conditions.Count > 0 && conditions[^1].Kind is not SortKeyConditionKind.Equal)
            {
                return ValueErrors.Validation("Query key condition not supported");
            }

            if (CheckValues(condition, key) is { } problem)
            {
                return problem;
            }

            conditions.Add(condition);
        }

        return values.Count + conditions.Count < parts.Count
            ? ValueErrors.Validation("Query key condition not supported")
            : new KeyCondition(values[0], null) { Partitions = values, Sorts = conditions };
    }

    private static AwsError Missed(string name) => ValueErrors.Validation($"Query condition missed key schema element: {name}");

    private static string NotAllowed(string operation) => $"Invalid operator used in KeyConditionExpression: {operation}";

    private static AwsError? CheckValues(SortKeyCondition condition, KeyAttribute key) =>
        CheckValue(condition.Operand, condition.Kind, key) ?? (condition.Upper is null ? null : CheckValue(condition.Upper, condition.Kind, key));

    private static AwsError? CheckValue(Value value, SortKeyConditionKind kind, KeyAttribute key)
    {
        if (value.Type != key.Type)
        {
            return ValueErrors.Validation("One or more parameter values were invalid: Condition parameter type does not match schema type");
        }

        var isEmpty = value is StringValue { Text: "" } or BinaryValue { Bytes.Length: 0 };
        return isEmpty && kind is SortKeyConditionKind.Equal
            ? ValueErrors.Validation($"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {(value.Type is ValueType.S ? "string" : "binary")} value. Key: {key.Name}")
            : null;
    }

    private static string? Add(
        DocumentPath path, SortKeyConditionKind kind, Operand operand, Operand? upper, Placeholders placeholders, List<KeyConditionPart> parts)
    {
        if (!path.IsTopLevel)
        {
            return NestedAttribute;
        }

        if (operand is SizeOperand || upper is SizeOperand)
        {
            return Nested;
        }

        if (operand is PathOperand || upper is PathOperand)
        {
            return ManyAttributes;
        }

        if ((path.Check(placeholders) ?? operand.Check(placeholders) ?? upper?.Check(placeholders)) is { } problem)
        {
            return problem;
        }

        parts.Add(new(path.AttributeName(placeholders), new(kind, operand.Of(MapValue.Empty, placeholders)!, upper?.Of(MapValue.Empty, placeholders))));
        return null;
    }

    private static SortKeyConditionKind KindOf(Comparator comparator) => comparator switch
    {
        Comparator.Equal => SortKeyConditionKind.Equal,
        Comparator.Less => SortKeyConditionKind.Less,
        Comparator.LessOrEqual => SortKeyConditionKind.LessOrEqual,
        Comparator.Greater => SortKeyConditionKind.Greater,
        Comparator.GreaterOrEqual => SortKeyConditionKind.GreaterOrEqual,
        _ => throw new ArgumentOutOfRangeException(nameof(comparator), comparator, "No query asks for what differs."),
    };
}
