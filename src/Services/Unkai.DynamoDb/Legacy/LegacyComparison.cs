using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;
using Wire = Unkai.Api.DynamoDb.AttributeValue;

namespace Unkai.DynamoDb.Legacy;

/// <summary>A ComparisonOperator with its AttributeValueList, checked.</summary>
/// <param name="Operator">AWS's name: <c>EQ</c>.</param>
/// <param name="Values">What is compared with; as many as the operator takes.</param>
/// <remarks>Source: DynamoDB API reference, Condition and ExpectedAttributeValue.</remarks>
internal sealed record LegacyComparison(string Operator, IReadOnlyList<Value> Values)
{
    /// <summary>Reads and checks it.</summary>
    internal static Outcome<LegacyComparison> Read(string comparison, List<Wire>? wires)
    {
        var values = new List<Value>();
        foreach (var wire in wires ?? [])
        {
            var value = WireValues.Read(wire);
            if (value.IsError)
            {
                return value.Error;
            }

            values.Add(value.Value);
        }

        return Check(comparison, values) is { } problem ? problem : new LegacyComparison(comparison, values);
    }

    /// <summary>The same as a condition on an attribute.</summary>
    internal ConditionNode On(string name)
    {
        var attribute = new PathOperand(DocumentPath.Attribute(name));
        return Operator switch
        {
            "EQ" => new Comparison(Comparator.Equal, attribute, Constant(0)),
            "NE" => new Comparison(Comparator.NotEqual, attribute, Constant(0)),
            "LT" => new Comparison(Comparator.Less, attribute, Constant(0)),
            "LE" => new Comparison(Comparator.LessOrEqual, attribute, Constant(0)),
            "GT" => new Comparison(Comparator.Greater, attribute, Constant(0)),
            "GE" => new Comparison(Comparator.GreaterOrEqual, attribute, Constant(0)),
            "NOT_NULL" => new ExistsCondition(attribute, exists: true),
            "NULL" => new ExistsCondition(attribute, exists: false),
            "CONTAINS" => new ContainsCondition(attribute, Constant(0)),
            "NOT_CONTAINS" => new AndCondition(new ExistsCondition(attribute, exists: true), new NotCondition(new ContainsCondition(attribute, Constant(0)))),
            "BEGINS_WITH" => new BeginsWithCondition(attribute, Constant(0)),
            "IN" => new InCondition(attribute, [.. Values.Select(value => new ConstantOperand(value))]),
            "BETWEEN" => new BetweenCondition(attribute, Constant(0), Constant(1)),
            _ => throw new InvalidOperationException($"No operator is called {Operator}."),
        };
    }

    private ConstantOperand Constant(int index) => new(Values[index]);

    private static AwsError? Check(string comparison, List<Value> values)
    {
        var (countMin, countMax) = comparison switch
        {
            "NULL" or "NOT_NULL" => (0, 0),
            "BETWEEN" => (2, 2),
            "IN" => (1, InCondition.ChoicesMax),
            _ => (1, 1),
        };
        if (values.Count < countMin || values.Count > countMax)
        {
            return LegacyErrors.ArgumentCount(comparison);
        }

        foreach (var value in values)
        {
            if (!IsAllowed(comparison, value.Type))
            {
                return LegacyErrors.ComparisonType(comparison, value.Type);
            }
        }

        if (comparison is not ("IN" or "BETWEEN"))
        {
            return null;
        }

        return values.Exists(value => value.Type != values[0].Type) ? LegacyErrors.MixedTypes
            : comparison == "BETWEEN" && values[0].CompareTo(values[1]) > 0 ? LegacyErrors.BoundsInWrongOrder
            : null;
    }

    private static bool IsAllowed(string comparison, ValueType type) => comparison switch
    {
        "LT" or "LE" or "GT" or "GE" or "BETWEEN" or "IN" => type is ValueType.S or ValueType.N or ValueType.B,
        "BEGINS_WITH" => type is ValueType.S or ValueType.B,
        "CONTAINS" or "NOT_CONTAINS" => type is ValueType.S or ValueType.N or ValueType.B or ValueType.BOOL or ValueType.NULL,
        _ => true,
    };
}
