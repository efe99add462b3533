using Unkai.DynamoDb.Expressions.Paths;

namespace Unkai.DynamoDb.Tests.Expressions;

public sealed class ProjectionTests
{
    private const string Item = """{"a":{"M":{"b":{"N":"1"},"c":{"L":[{"N":"0"},{"M":{"d":{"S":"x"},"e":{"S":"y"}}},{"N":"2"}]}}},"s":{"S":"t"}}""";

    [Theory]
    [InlineData("s", """{"s":{"S":"t"}}""")]
    [InlineData("absent, s", """{"s":{"S":"t"}}""")]
    [InlineData("a.b", """{"a":{"M":{"b":{"N":"1"}}}}""")]
    [InlineData("a.c[2], a.c[0]", """{"a":{"M":{"c":{"L":[{"N":"0"},{"N":"2"}]}}}}""")]
    [InlineData("a.c[1].e, a.#b", """{"a":{"M":{"c":{"L":[{"M":{"e":{"S":"y"}}}]},"b":{"N":"1"}}}}""")]
    [InlineData("a.absent, s.x, a.c[7], a.c[0].z", "{}")]
    public void It_shows_what_it_names(string expression, string expected) =>
        Assert.Equal(expected, Documents.Json(ItemProjection.Bind(expression, Documents.Placeholders("", ("#b", "b"))).Value.Of(Documents.Item(Item))));

    [Theory]
    [InlineData("a, a.b", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]")]
    [InlineData("s, s", "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [s], path two: [s]")]
    [InlineData("a.b, a[1]", "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]")]
    [InlineData("a..b", "Syntax error; token: \".\", near: \"..b\"")]
    [InlineData("a,", "Syntax error; token: \"<EOF>\", near: \",\"")]
    [InlineData("a b", "Syntax error; token: \"b\", near: \"a b\"")]
    [InlineData("a[b]", "Syntax error; token: \"b\", near: \"[b]\"")]
    [InlineData(":v", "Syntax error; token: \":v\", near: \":v\"")]
    [InlineData("size", "Attribute name is a reserved keyword; reserved keyword: size")]
    public void What_is_no_projection_is_refused_in_AWSs_words(string expression, string problem) =>
        Assert.Equal("Invalid ProjectionExpression: " + problem, ItemProjection.Bind(expression, Documents.Placeholders("", ("#b", "b"))).Error!.Message);
}
