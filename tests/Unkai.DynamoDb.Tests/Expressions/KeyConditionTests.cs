using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Tests.Expressions;

public sealed class KeyConditionTests
{
    private const string Values = """{":p":{"S":"p"},":n":{"N":"5"},":m":{"N":"7"},":x":{"S":"x"},":e":{"S":""}}""";

    private static readonly KeyAttribute s_partition = new("pk", ValueType.S);
    private static readonly KeyAttribute s_number = new("sk", ValueType.N);
    private static readonly KeyAttribute s_text = new("sk", ValueType.S);

    [Theory]
    [InlineData("pk = :p", null)]
    [InlineData(":p = pk", null)]
    [InlineData("pk = :p AND sk = :n", SortKeyConditionKind.Equal)]
    [InlineData("sk < :n AND pk = :p", SortKeyConditionKind.Less)]
    [InlineData("(pk = :p) and (sk <= :n)", SortKeyConditionKind.LessOrEqual)]
    [InlineData("pk = :p AND :n < sk", SortKeyConditionKind.Greater)]
    [InlineData("pk = :p AND #s >= :n", SortKeyConditionKind.GreaterOrEqual)]
    [InlineData("pk = :p AND sk BETWEEN :n AND :m", SortKeyConditionKind.Between)]
    internal void It_says_which_keys(string expression, SortKeyConditionKind? kind)
    {
        var condition = Bind(expression, s_number);

        Assert.Null(condition.Error);
        Assert.Equal(new StringValue("p"), condition.Value.Partition);
        Assert.Equal(kind, condition.Value.Sort?.Kind);
        Assert.Equal(kind is null ? null : new NumberValue(Number.Of(5)), condition.Value.Sort?.Operand);
    }

    [Fact]
    public void Text_may_begin_with_something() =>
        Assert.True(Bind("pk = :p AND begins_with(sk, :x)", s_text).Value.Sort!.Holds(new StringValue("xyz")));

    [Theory]
    [InlineData("sk = :n", "Query condition missed key schema element: pk")]
    [InlineData("pk = :p AND oth = :n", "Query condition missed key schema element: sk")]
    [InlineData("pk > :p", "Query key condition not supported")]
    [InlineData("pk = :p AND pk = :x", "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key")]
    [InlineData("pk = :p AND sk = :n AND oth = :m", "Conditions can be of length 1 or 2 only")]
    [InlineData("pk = :p OR sk = :n", "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR")]
    [InlineData("NOT pk = :p", "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: NOT")]
    [InlineData("pk <> :p", "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>")]
    [InlineData("pk IN (:p)", "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: IN")]
    [InlineData("pk = :p AND contains(sk, :x)", "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: contains")]
    [InlineData("pk.a = :p", "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData("size(pk) = :n", "Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations")]
    [InlineData("pk = :n", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk = :p AND sk = :x", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("pk = :e", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk")]
    [InlineData("pk = :none", "Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: :none")]
    [InlineData("pk =", "Invalid KeyConditionExpression: Syntax error; token: \"<EOF>\", near: \"=\"")]
    public void What_is_no_key_condition_is_refused_in_AWSs_words(string expression, string message) =>
        Assert.Equal(message, Bind(expression, s_number).Error!.Message);

    private static Unkai.Api.Outcome<KeyCondition> Bind(string expression, KeyAttribute sort) =>
        KeyCondition.Bind(expression, Documents.Placeholders(Values, ("#s", "sk")), s_partition, sort);
}
