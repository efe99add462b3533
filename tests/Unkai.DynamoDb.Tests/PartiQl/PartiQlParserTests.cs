using FsCheck;
using FsCheck.Fluent;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.PartiQl;
using Unkai.DynamoDb.Tests.Expressions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Tests.PartiQl;

public sealed class PartiQlParserTests
{
    private const string Item = """{"id":{"S":"it's"},"n":{"N":"5"},"tags":{"SS":["a","b"]},"seq":{"L":[{"N":"1"},{"M":{"deep":{"S":"down"}}}]},"order":{"BOOL":true},"nil":{"NULL":true}}""";

    [Theory]
    [InlineData("""id = 'it''s' AND n = 5""", true)]
    [InlineData("""n = ? and "order" = true""", true)]
    [InlineData("""n != -5.0e0 AND n <> 6 AND n < 5.5 AND n >= +5""", true)]
    [InlineData("""n BETWEEN 4 AND 6""", true)]
    [InlineData("""n NOT BETWEEN 4 AND 6""", false)]
    [InlineData("""n IN [1, 5] AND n IN (5)""", true)]
    [InlineData("""n NOT IN [1, 5]""", false)]
    [InlineData("""absent IS MISSING AND id IS NOT MISSING""", true)]
    [InlineData("""nil IS NULL AND id IS NOT NULL""", true)]
    [InlineData("""tags = <<'b', 'a'>>""", true)]
    [InlineData("""seq = [1, {'deep': 'down'}]""", true)]
    [InlineData("""seq[1].deep = 'down' AND seq[1]['deep'] = 'down'""", true)]
    [InlineData("""begins_with(id, 'it') AND CONTAINS("tags", 'a') AND size(seq) = 2 AND attribute_type(n, 'N')""", true)]
    [InlineData("""NOT (n = 1 OR (n = 2))""", true)]
    [InlineData("""nil = null""", true)]
    public void A_condition_is_understood(string where, bool holds)
    {
        var parameters = where.Contains('?', StringComparison.Ordinal) ? new List<Value> { new NumberValue(Number.Of(5)) } : [];
        var parsed = PartiQlParser.Parse($"SELECT * FROM \"Films\" WHERE {where}", parameters);

        Assert.Null(parsed.Error);
        var condition = ((SelectStatement)parsed.Value).Where!;
        Assert.Null(condition.Check(Placeholders.None));
        Assert.Equal(holds, condition.Holds(Documents.Item(Item), Placeholders.None));
    }

    [Fact]
    public void Every_statement_is_understood()
    {
        var select = (SelectStatement)Parse("""select id, "order", seq[0].a from Films."by-year" where id = 'x' order by n desc;""");
        Assert.Equal(("Films", "by-year", 3), (select.Table, select.Index, select.Paths!.Count));
        Assert.Equal(new SortOrder("n", IsDescending: true), Assert.Single(select.Order));

        var insert = (InsertStatement)Parse("""INSERT INTO "Films" VALUE {'id': 'x', 'n': 1, 'tags': <<1, 2>>, 'deep': {'l': [null, true]}}""");
        Assert.Equal("""{"deep":{"M":{"l":{"L":[{"NULL":true},{"BOOL":true}]}}},"id":{"S":"x"},"n":{"N":"1"},"tags":{"NS":["1","2"]}}""", Documents.Json(insert.Item));

        var update = (UpdateStatement)Parse("""UPDATE Films SET n = n + 1, a.b = list_append(a.b, [1]) SET tags = set_add(tags, <<'c'>>) REMOVE x WHERE id = 'x' RETURNING ALL NEW *""");
        Assert.Equal((4, "ALL_NEW"), (update.Actions.Count, update.Returning));

        Assert.Equal("ALL_OLD", ((DeleteStatement)Parse("DELETE FROM Films WHERE id = 'x' RETURNING ALL OLD *")).Returning);
        Assert.Equal("Films", ((ExistsStatement)Parse("EXISTS(SELECT * FROM Films WHERE id = 'x' AND n > 3)")).Table);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SELECT")]
    [InlineData("SELECT FROM Films")]
    [InlineData("SELECT * FROM Films WHERE")]
    [InlineData("SELECT * FROM Films WHERE id = 'x")]
    [InlineData("SELECT * FROM Films WHERE id == 'x'")]
    [InlineData("INSERT INTO Films VALUE 'x'")]
    [InlineData("INSERT INTO Films VALUE {'id': 'x', 'id': 'y'}")]
    [InlineData("INSERT INTO Films VALUE {'id': <<>>}")]
    [InlineData("UPDATE Films WHERE id = 'x'")]
    [InlineData("DROP TABLE Films")]
    [InlineData("SELECT * FROM Films; SELECT * FROM Films")]
    [InlineData("DELETE FROM Films WHERE id = 'x' RETURNING SOME OLD *")]
    public void What_is_no_statement_is_refused(string statement)
    {
        var parsed = PartiQlParser.Parse(statement, []);

        Assert.StartsWith("Statement wasn't well formed, can't be processed: ", parsed.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM Films WHERE id = ?", 0)]
    [InlineData("SELECT * FROM Films WHERE id = ?", 2)]
    public void Parameters_are_as_many_as_question_marks(string statement, int count) => Assert.Equal(
        "Number of parameters in request and statement don't match.",
        PartiQlParser.Parse(statement, [.. Enumerable.Repeat(NullValue.Instance, count)]).Error!.Message);

    [Fact]
    public void Nothing_but_a_statement_or_a_ValidationException_comes_of_any_text() => Prop.ForAll(
        Gen.OneOf(
            Gen.Elements(
                "SELECT", "*", "FROM", "WHERE", "INSERT", "INTO", "VALUE", "UPDATE", "SET", "REMOVE", "DELETE", "RETURNING", "ALL", "OLD", "EXISTS", "ORDER", "BY", "a", "\"a\"", "'t'", "''", "'", "1",
                "1.5e3", "1e999", "?", "(", ")", "[", "]", "{", "}", "<<", ">>", ",", ":", ".", "=", "<>", "!=", "<", "-", "+", "AND", "OR", "NOT", "IN", "IS", "MISSING", "NULL", "BETWEEN", "size", "contains",
                "list_append", "set_add", ";", "\0", "é").ListOf().Select(words => string.Join(' ', words)),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            from depth in Gen.Choose(0, 4000) from word in Gen.Elements("(", "NOT ", "[", "{'a':", "list_append(") select "UPDATE t SET a = " + string.Concat(Enumerable.Repeat(word, depth))).ToArbitrary(),
        text =>
        {
            var parsed = PartiQlParser.Parse(text, [NullValue.Instance]);
            return !parsed.IsError || parsed.Error is { Code: "ValidationException", Message.Length: > 0 };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static PartiQlStatement Parse(string statement)
    {
        var parsed = PartiQlParser.Parse(statement, []);
        Assert.Null(parsed.Error);
        return parsed.Value;
    }
}
