using Unkai.Api;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Tests.Expressions;

public sealed class UpdateTests
{
    private const string Values = """
        {":one":{"N":"1"},":s":{"S":"s"},":l":{"L":[{"S":"end"}]},":set":{"SS":["b","c"]},":all":{"SS":["a","b"]},":nums":{"NS":["1"]},":m":{"M":{"x":{"N":"1"}}},":big":{"N":"9E125"},":tiny":{"N":"1E-100"}}
        """;

    private const string Old = """{"id":{"S":"k"},"n":{"N":"5"},"s":{"S":"t"},"seq":{"L":[{"S":"0"},{"S":"1"},{"S":"2"}]},"doc":{"M":{"a":{"N":"1"},"b":{"L":[{"N":"2"}]}}},"tags":{"SS":["a","b"]}}""";

    [Theory]
    [InlineData("SET n = :one", """{"n":{"N":"1"}}""")]
    [InlineData("set n = n + :one", """{"n":{"N":"6"}}""")]
    [InlineData("SET n = :one - n", """{"n":{"N":"-4"}}""")]
    [InlineData("SET n = (n - :one)", """{"n":{"N":"4"}}""")]
    [InlineData("SET fresh = if_not_exists(fresh, :one), n = if_not_exists(n, :one)", """{"fresh":{"N":"1"}}""")]
    [InlineData("SET fresh = if_not_exists(fresh, :one) + :one", """{"fresh":{"N":"2"}}""")]
    [InlineData("SET fresh = list_append(if_not_exists(fresh, :l), :l)", """{"fresh":{"L":[{"S":"end"},{"S":"end"}]}}""")]
    [InlineData("SET seq = list_append(:l, seq)", """{"seq":{"L":[{"S":"end"},{"S":"0"},{"S":"1"},{"S":"2"}]}}""")]
    [InlineData("SET n = s, s = n", """{"n":{"S":"t"},"s":{"N":"5"}}""")]
    [InlineData("SET seq[1] = :s", """{"seq":{"L":[{"S":"0"},{"S":"s"},{"S":"2"}]}}""")]
    [InlineData("SET seq[9] = :s, seq[7] = :one", """{"seq":{"L":[{"S":"0"},{"S":"1"},{"S":"2"},{"N":"1"},{"S":"s"}]}}""")]
    [InlineData("REMOVE seq[0], seq[2]", """{"seq":{"L":[{"S":"1"}]}}""")]
    [InlineData("REMOVE seq[0] SET seq[1] = :s, seq[5] = :one", """{"seq":{"L":[{"S":"s"},{"S":"2"},{"N":"1"}]}}""")]
    [InlineData("REMOVE seq[8], absent", "{}")]
    [InlineData("SET doc.c = :s, doc.b[0] = :one REMOVE doc.a", """{"doc":{"M":{"b":{"L":[{"N":"1"}]},"c":{"S":"s"}}}}""")]
    [InlineData("ADD n :one, fresh :one, tags :set, oth :set", """{"n":{"N":"6"},"fresh":{"N":"1"},"tags":{"SS":["a","b","c"]},"oth":{"SS":["b","c"]}}""")]
    [InlineData("ADD doc.a :one", """{"doc":{"M":{"a":{"N":"2"},"b":{"L":[{"N":"2"}]}}}}""")]
    [InlineData("DELETE tags :set, absent :set", """{"tags":{"SS":["a"]}}""")]
    [InlineData("DELETE tags :all", """{"tags":null}""")]
    [InlineData("SET #p.#q = :one", """{"doc":{"M":{"a":{"N":"1"},"b":{"L":[{"N":"2"}]},"q":{"N":"1"}}}}""")]
    public void It_changes_what_it_says_and_nothing_else(string expression, string changes)
    {
        var expected = Documents.Item(Old).Members.ToDictionary();
        foreach (var name in System.Text.Json.JsonDocument.Parse(changes).RootElement.EnumerateObject().Where(member => member.Value.ValueKind is System.Text.Json.JsonValueKind.Null))
        {
            expected.Remove(name.Name);
        }

        foreach (var (name, value) in Documents.Item(changes).Members)
        {
            expected[name] = value;
        }

        Assert.Equal(Documents.Json(new MapValue(expected)), Documents.Json(Apply(expression, Old).Value));
    }

    [Theory]
    [InlineData("SET n = absent", "The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("SET n = n + s", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET n = list_append(n, :l)", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET absent.a = :one", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET n.a = :one", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET doc[0] = :one", "The document path provided in the update expression is invalid for update")]
    [InlineData("SET seq.a = :one", "The document path provided in the update expression is invalid for update")]
    [InlineData("REMOVE absent.a", "The document path provided in the update expression is invalid for update")]
    [InlineData("ADD s :one", "An operand in the update expression has an incorrect data type")]
    [InlineData("ADD tags :nums", "An operand in the update expression has an incorrect data type")]
    [InlineData("DELETE n :set", "An operand in the update expression has an incorrect data type")]
    [InlineData("SET n = :big + :big", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("SET n = n + :tiny", "Attempting to store more than 38 significant digits in a Number")]
    [InlineData("", "Invalid UpdateExpression: The expression can not be empty;")]
    [InlineData("SET", "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"SET\"")]
    [InlineData("n = :one", "Invalid UpdateExpression: Syntax error; token: \"n\", near: \"n =\"")]
    [InlineData("SET n = :one + :one + :one", "Invalid UpdateExpression: Syntax error; token: \"+\", near: \":one + :one\"")]
    [InlineData("SET n = :one SET s = :s", "Invalid UpdateExpression: The \"SET\" section can only be used once in an update expression;")]
    [InlineData("SET n = :one REMOVE n", "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]")]
    [InlineData("SET doc.a = :one, doc = :m", "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [doc, a], path two: [doc]")]
    [InlineData("SET doc.a = :one, doc[1] = :m", "Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [doc, a], path two: [doc, [1]]")]
    [InlineData("ADD n :s", "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("DELETE n :one", "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND")]
    [InlineData("ADD n s", "Invalid UpdateExpression: Syntax error; token: \"s\", near: \"n s\"")]
    [InlineData("SET n = :s + :one", "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("SET n = list_append(:s, :l)", "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append, operand type: S")]
    [InlineData("SET n = if_not_exists(:s, :l)", "Invalid UpdateExpression: Operator or function requires a document path; operator or function: if_not_exists")]
    [InlineData("SET n = list_append(:l)", "Invalid UpdateExpression: Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1")]
    [InlineData("SET n = nothing(:l)", "Invalid UpdateExpression: Invalid function name; function: nothing")]
    [InlineData("SET n = size(s)", "Invalid UpdateExpression: The function is not allowed to be used this way in an expression; function: size")]
    [InlineData("SET n = ((:one))", "Invalid UpdateExpression: The expression has redundant parentheses;")]
    [InlineData("SET n = :no", "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :no")]
    [InlineData("SET name = :one", "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name")]
    public void What_can_not_be_done_is_refused_in_AWSs_words(string expression, string message)
    {
        var applied = Apply(expression, Old);

        Assert.True(applied.IsError);
        Assert.Equal(("ValidationException", message), (applied.Error.Code, applied.Error.Message));
    }

    [Fact]
    public void A_new_item_begins_with_its_key() =>
        Assert.Equal("""{"id":{"S":"k"},"n":{"N":"1"}}""", Documents.Json(Apply("ADD n :one", null).Value));

    [Fact]
    public void What_was_touched_is_shown_alone()
    {
        var update = ItemUpdate.Bind("SET doc.c = :s, seq[1] = :s REMOVE n, doc.a", Documents.Placeholders(Values)).Value;
        var item = Documents.Item(Old);

        Assert.Equal("""{"doc":{"M":{"a":{"N":"1"}}},"n":{"N":"5"},"seq":{"L":[{"S":"1"}]}}""", Documents.Json(update.Touched(item)));
        Assert.Equal("""{"doc":{"M":{"c":{"S":"s"}}},"seq":{"L":[{"S":"s"}]}}""", Documents.Json(update.Touched(update.Apply(item, MapValue.Empty).Value)));
    }

    private static Outcome<MapValue> Apply(string expression, string? old)
    {
        var update = ItemUpdate.Bind(expression, Documents.Placeholders(Values, ("#p", "doc"), ("#q", "q")));
        return update.IsError ? update.Error : update.Value.Apply(old is null ? null : Documents.Item(old), Documents.Item("""{"id":{"S":"k"}}"""));
    }
}
