using Unkai.DynamoDb.Expressions.Conditions;

namespace Unkai.DynamoDb.Tests.Expressions;

public sealed class ConditionTests
{
    private const string Item = """
        {"id":{"S":"abc"},"n":{"N":"5"},"m":{"N":"7"},"bin":{"B":"AQID"},"yes":{"BOOL":true},"nil":{"NULL":true},"tags":{"SS":["a","b"]},"nums":{"NS":["1","2.0"]},
         "seq":{"L":[{"N":"1"},{"S":"x"},{"M":{"deep":{"S":"down"}}}]},"doc":{"M":{"k":{"S":"v"},"n":{"N":"5.0"}}},"blank":{"S":""}}
        """;

    private const string Values = """
        {":five":{"N":"5.0"},":seven":{"N":"7"},":abc":{"S":"abc"},":ab":{"S":"ab"},":b":{"S":"b"},":x":{"S":"x"},":one":{"N":"1"},":two":{"N":"2"},":three":{"N":"3"},":N":{"S":"N"},
         ":bytes":{"B":"AQ=="},":mid":{"B":"Ag=="},":true":{"BOOL":true},":null":{"NULL":true},":set":{"SS":["b","a"]},":l":{"L":[]},":bad":{"S":"Q"},":map":{"M":{"deep":{"S":"down"}}}}
        """;

    [Theory]
    [InlineData("n = :five")]
    [InlineData(":five = n")]
    [InlineData("n <> :seven")]
    [InlineData("n < :seven AND n <= :five AND n > :one AND n >= :five")]
    [InlineData("n < m")]
    [InlineData("NOT n = :seven")]
    [InlineData("not (n = :seven)")]
    [InlineData("n = :seven OR n = :five")]
    [InlineData("n = :seven or n = :seven Or id = :abc")]
    [InlineData("(n = :seven AND n = :five) OR id = :abc")]
    [InlineData("NOT n = :seven AND id = :abc")]
    [InlineData("(n) = (:five)")]
    [InlineData("n BETWEEN :five AND :seven")]
    [InlineData("n between :one and :five")]
    [InlineData("n BETWEEN :one AND m AND id = :abc")]
    [InlineData("n IN (:one, :five)")]
    [InlineData("n in (:x, m, :five)")]
    [InlineData("attribute_exists(id)")]
    [InlineData("attribute_exists(doc.k)")]
    [InlineData("attribute_exists(#map.#k)")]
    [InlineData("attribute_exists(seq[2].deep)")]
    [InlineData("attribute_not_exists(seq[3])")]
    [InlineData("attribute_not_exists(id.nothing)")]
    [InlineData("attribute_type(n, :N)")]
    [InlineData("begins_with(id, :ab)")]
    [InlineData("begins_with(bin, :bytes)")]
    [InlineData("contains(id, :b)")]
    [InlineData("contains(bin, :mid)")]
    [InlineData("contains(tags, :b)")]
    [InlineData("contains(nums, :two)")]
    [InlineData("contains(seq, :x)")]
    [InlineData("contains(seq, :map)")]
    [InlineData("size(id) = :three")]
    [InlineData("size(bin) > :two")]
    [InlineData("size(tags) = size(nums)")]
    [InlineData("size(seq) BETWEEN :one AND :three")]
    [InlineData("size(doc) = :two")]
    [InlineData("size(blank) < :one")]
    [InlineData("tags = :set")]
    [InlineData("yes = :true AND nil = :null")]
    [InlineData("seq[2] = :map")]
    [InlineData("doc.n = n")]
    [InlineData("absent <> :five")]
    [InlineData("absent <> oth")]
    [InlineData("id <> :five")]
    public void It_holds(string expression) => Assert.True(Holds(expression));

    [Theory]
    [InlineData("absent = :five")]
    [InlineData("absent = oth")]
    [InlineData("absent < :five")]
    [InlineData(":five < absent")]
    [InlineData("id < :five")]
    [InlineData("yes < :five")]
    [InlineData("absent BETWEEN :one AND :five")]
    [InlineData("absent IN (:five)")]
    [InlineData("n IN (absent)")]
    [InlineData("attribute_type(id, :N)")]
    [InlineData("begins_with(n, :ab)")]
    [InlineData("contains(n, :five)")]
    [InlineData("contains(doc, :x)")]
    [InlineData("contains(seq, absent)")]
    [InlineData("size(n) = :one")]
    [InlineData("size(absent) >= :one")]
    [InlineData("seq[0] = :map")]
    [InlineData("id[0] = :x")]
    public void It_does_not_hold(string expression) => Assert.False(Holds(expression));

    [Theory]
    [InlineData("", "The expression can not be empty;")]
    [InlineData("n", "Syntax error; token: \"<EOF>\", near: \"n\"")]
    [InlineData("n = ", "Syntax error; token: \"<EOF>\", near: \"= \"")]
    [InlineData("n = :five id", "Syntax error; token: \"id\", near: \":five id\"")]
    [InlineData("n == :five", "Syntax error; token: \"=\", near: \"== :five\"")]
    [InlineData("n-m = :five", "Syntax error; token: \"-\", near: \"n-m\"")]
    [InlineData("n = 3 AND id = :abc", "Syntax error; token: \"3\", near: \"= 3 AND\"")]
    [InlineData("n = :five AND", "Syntax error; token: \"<EOF>\", near: \"AND\"")]
    [InlineData("name = :five", "Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData("doc.Status = :five", "Attribute name is a reserved keyword; reserved keyword: Status")]
    [InlineData("#no = :five", "An expression attribute name used in the document path is not defined; attribute name: #no")]
    [InlineData("n = :no", "An expression attribute value used in expression is not defined; attribute value: :no")]
    [InlineData("exists(n)", "Invalid function name; function: exists")]
    [InlineData("Attribute_exists(n)", "Invalid function name; function: Attribute_exists")]
    [InlineData("attribute_exists(n, m)", "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2")]
    [InlineData("attribute_exists(:five)", "Operator or function requires a document path; operator or function: attribute_exists")]
    [InlineData("size(id)", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("(size(id)) AND n = :five", "The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("size(id) n", "Syntax error; token: \"n\", near: \") n\"")]
    [InlineData("begins_with(attribute_exists(n), :ab)", "The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("begins_with(id, :five)", "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N")]
    [InlineData("attribute_type(id, :five)", "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N")]
    [InlineData("attribute_type(id, :bad)", "Invalid attribute type name found; type: Q, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")]
    [InlineData("n < :true", "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL")]
    [InlineData("size(:five) = :one", "Incorrect operand type for operator or function; operator or function: size, operand type: N")]
    [InlineData("n BETWEEN :seven AND :five", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:7}, upper bound operand: AttributeValue: {N:5}")]
    [InlineData("n BETWEEN :abc AND :five", "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:abc}, upper bound operand: AttributeValue: {N:5}")]
    [InlineData("n = n", "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]")]
    [InlineData("doc.k < doc.k", "The first operand must be distinct from the remaining operands for this operator or function; operator: <, first operand: [doc, k]")]
    [InlineData("((n = :five))", "The expression has redundant parentheses;")]
    public void What_is_no_condition_is_refused_in_AWSs_words(string expression, string problem)
    {
        var bound = Bind(expression);

        Assert.True(bound.IsError);
        Assert.Equal(("ValidationException", "Invalid FilterExpression: " + problem), (bound.Error.Code, bound.Error.Message));
    }

    [Fact]
    public void Parentheses_around_parts_are_not_redundant() => Assert.True(Holds("((n = :five) AND (id = :abc))"));

    [Fact]
    public void An_expression_has_its_length_and_its_number_of_operators()
    {
        Assert.Contains("Expression size has exceeded", Bind("n = :five OR " + new string('a', 4096) + " = :five").Error!.Message, StringComparison.Ordinal);
        Assert.Contains("too many operators", Bind(string.Join(" OR ", Enumerable.Repeat("n=:one", 151))).Error!.Message, StringComparison.Ordinal);
        Assert.False(Bind(string.Join(" OR ", Enumerable.Repeat("n=:one", 150))).IsError);
    }

    [Fact]
    public void What_no_expression_uses_is_refused()
    {
        var placeholders = Documents.Placeholders("""{":a":{"N":"1"},":b":{"N":"2"}}""", ("#x", "x"), ("#y", "y"));
        Assert.False(ItemCondition.Bind("#x = :a", placeholders, "FilterExpression").IsError);

        Assert.Equal("Value provided in ExpressionAttributeNames unused in expressions: keys: {#y}", placeholders.CheckAllUsed()!.Message);

        Assert.False(ItemCondition.Bind("#y = :a", placeholders, "FilterExpression").IsError);
        Assert.Equal("Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}", placeholders.CheckAllUsed()!.Message);
    }

    private static bool Holds(string expression)
    {
        var bound = Bind(expression);
        Assert.Null(bound.Error);
        return bound.Value.Holds(Documents.Item(Item));
    }

    private static Unkai.Api.Outcome<ItemCondition> Bind(string expression) =>
        ItemCondition.Bind(expression, Documents.Placeholders(Values, ("#map", "doc"), ("#k", "k")), "FilterExpression");
}
