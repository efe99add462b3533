using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Legacy;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Tests.Expressions;

public sealed class LegacyTests
{
    private const string Item = """{"id":{"S":"abc"},"n":{"N":"5"},"tags":{"SS":["a","b"]},"seq":{"L":[{"S":"x"}]}}""";

    public static TheoryData<string, string, string[]> Holding => new()
    {
        { "n", "EQ", ["5"] }, { "n", "NE", ["6"] }, { "n", "LT", ["6"] }, { "n", "LE", ["5"] }, { "n", "GT", ["4"] }, { "n", "GE", ["5"] }, { "n", "BETWEEN", ["4", "6"] },
        { "n", "IN", ["1", "5"] }, { "n", "NOT_NULL", [] }, { "absent", "NULL", [] }, { "id", "CONTAINS", ["S:b"] }, { "tags", "CONTAINS", ["S:b"] }, { "seq", "CONTAINS", ["S:x"] },
        { "tags", "NOT_CONTAINS", ["S:c"] }, { "id", "BEGINS_WITH", ["S:ab"] }, { "absent", "NE", ["5"] },
    };

    [Theory]
    [MemberData(nameof(Holding))]
    public void A_comparison_holds(string name, string comparison, string[] values)
    {
        var condition = new Condition { ComparisonOperator = comparison, AttributeValueList = [.. values.Select(Value)] };

        Assert.True(LegacyConditions.Filter(new() { [name] = condition }, null).Value!.Holds(Documents.Item(Item)));
    }

    public static TheoryData<string, string[], string> Refused => new()
    {
        { "EQ", [], "One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator" },
        { "NULL", ["1"], "One or more parameter values were invalid: Invalid number of argument(s) for the NULL ComparisonOperator" },
        { "BETWEEN", ["1"], "One or more parameter values were invalid: Invalid number of argument(s) for the BETWEEN ComparisonOperator" },
        { "BETWEEN", ["2", "1"], "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound" },
        { "BETWEEN", ["1", "S:a"], "One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type" },
        { "BEGINS_WITH", ["1"], "One or more parameter values were invalid: ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type" },
        { "LT", ["SS:a"], "One or more parameter values were invalid: ComparisonOperator LT is not valid for SS AttributeValue type" },
        { "EQ", ["x"], "The parameter cannot be converted to a numeric value: x" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_comparison_is_refused_in_AWSs_words(string comparison, string[] values, string message) => Assert.Equal(
        message,
        LegacyConditions.Filter(new() { ["n"] = new Condition { ComparisonOperator = comparison, AttributeValueList = [.. values.Select(Value)] } }, null).Error!.Message);

    [Fact]
    public void Conditions_are_joined_by_AND_unless_OR_is_asked_for()
    {
        var filter = new Dictionary<string, Condition>
        {
            ["n"] = new Condition { ComparisonOperator = "EQ", AttributeValueList = [Value("5")] },
            ["id"] = new Condition { ComparisonOperator = "NULL" },
        };

        Assert.False(LegacyConditions.Filter(filter, null).Value!.Holds(Documents.Item(Item)));
        Assert.True(LegacyConditions.Filter(filter, "OR").Value!.Holds(Documents.Item(Item)));
        Assert.Equal("ConditionalOperator cannot be used without Filter or Expected", LegacyConditions.Filter(null, "OR").Error!.Message);
    }

    public static TheoryData<ExpectedAttributeValue, string?> ExpectedForms => new()
    {
        { new ExpectedAttributeValue { Value = Value("5") }, null },
        { new ExpectedAttributeValue { Exists = true, Value = Value("5") }, null },
        { new ExpectedAttributeValue { ComparisonOperator = "GT", Value = Value("4") }, null },
        { new ExpectedAttributeValue { ComparisonOperator = "NOT_NULL" }, null },
        { new ExpectedAttributeValue(), "Value must be provided when Exists is null for Attribute: n" },
        { new ExpectedAttributeValue { Exists = true }, "Value must be provided when Exists is true for Attribute: n" },
        { new ExpectedAttributeValue { Exists = false, Value = Value("5") }, "Value cannot be used when Exists is false for Attribute: n" },
        { new ExpectedAttributeValue { Value = Value("5"), AttributeValueList = [Value("5")] }, "Value and AttributeValueList cannot be used together for Attribute: n" },
        { new ExpectedAttributeValue { AttributeValueList = [Value("5")] }, "AttributeValueList can only be used with a ComparisonOperator for Attribute: n" },
        { new ExpectedAttributeValue { Exists = true, ComparisonOperator = "EQ", Value = Value("5") }, "Exists and ComparisonOperator cannot be used together for Attribute: n" },
        { new ExpectedAttributeValue { ComparisonOperator = "EQ" }, "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: n" },
    };

    [Theory]
    [MemberData(nameof(ExpectedForms))]
    public void Expected_has_its_forms(ExpectedAttributeValue expected, string? problem)
    {
        var condition = LegacyConditions.Expected(new() { ["n"] = expected }, null);

        Assert.Equal(problem is null ? null : "1 validation error detected: One or more parameter values were invalid: " + problem, condition.Error?.Message);
        Assert.True(condition.IsError || condition.Value!.Holds(Documents.Item(Item)));
    }

    [Fact]
    public void Keys_are_compared_with_what_an_index_can_find()
    {
        var conditions = new Dictionary<string, Condition>
        {
            ["pk"] = new Condition { ComparisonOperator = "EQ", AttributeValueList = [Value("S:p")] },
            ["sk"] = new Condition { ComparisonOperator = "BETWEEN", AttributeValueList = [Value("1"), Value("2")] },
        };
        var (partition, sort) = (new KeyAttribute("pk", ValueType.S), new KeyAttribute("sk", ValueType.N));

        Assert.Equal(SortKeyConditionKind.Between, KeyConditionPart.Combine(LegacyConditions.Keys(conditions).Value, partition, sort).Value.Sort!.Kind);

        conditions["sk"] = new Condition { ComparisonOperator = "NE", AttributeValueList = [Value("1")] };
        Assert.Equal("Attempted conditional constraint is not an indexable operation", LegacyConditions.Keys(conditions).Error!.Message);
    }

    public static TheoryData<string, AttributeValueUpdate, string> Updates => new()
    {
        { "n", new AttributeValueUpdate { Value = Value("1") }, """{"n":{"N":"1"}}""" },
        { "n", new AttributeValueUpdate { Action = "ADD", Value = Value("1") }, """{"n":{"N":"6"}}""" },
        { "m", new AttributeValueUpdate { Action = "ADD", Value = Value("1") }, """{"m":{"N":"1"}}""" },
        { "n", new AttributeValueUpdate { Action = "DELETE" }, "{}" },
        { "tags", new AttributeValueUpdate { Action = "ADD", Value = Value("SS:z") }, """{"tags":{"SS":["a","b","z"]}}""" },
        { "tags", new AttributeValueUpdate { Action = "DELETE", Value = Value("SS:a") }, """{"tags":{"SS":["b"]}}""" },
        { "n", new AttributeValueUpdate { Action = "ADD" }, "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified" },
        { "n", new AttributeValueUpdate { Action = "ADD", Value = Value("S:a") }, "One or more parameter values were invalid: ADD action is not supported for the type S" },
        { "n", new AttributeValueUpdate { Action = "DELETE", Value = Value("1") }, "One or more parameter values were invalid: DELETE action with value is not supported for the type N" },
        { "id", new AttributeValueUpdate { Action = "ADD", Value = Value("1") }, "Type mismatch for attribute to update" },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public void An_attribute_is_updated(string name, AttributeValueUpdate update, string expected)
    {
        var read = LegacyUpdates.Read(new() { [name] = update });
        var applied = read.IsError ? read.Error : read.Value.Apply(Documents.Item(Item), MapValue.Empty);

        Assert.Equal(expected, applied.IsError ? applied.Error.Message : Documents.Json(applied.Value.Only([name])));
    }

    [Fact]
    public void Old_and_new_parameters_do_not_mix() => Assert.Equal(
        "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: {UpdateExpression}",
        ParameterStyle.Check(
            new UpdateItemInput { Expected = [], AttributeUpdates = [], UpdateExpression = "x" },
            ["AttributeUpdates", "Expected"],
            ["UpdateExpression", "ConditionExpression"])!.Message);

    private static AttributeValue Value(string text) => text.Split(':') switch
    {
        ["S", var value] => new AttributeValue { S = value },
        ["SS", var value] => new AttributeValue { SS = [value] },
        _ => new AttributeValue { N = text },
    };
}
