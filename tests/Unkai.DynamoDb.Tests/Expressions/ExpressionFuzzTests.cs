using FsCheck;
using FsCheck.Fluent;
using Unkai.Api;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Expressions.Paths;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Tests.Values;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Tests.Expressions;

/// <summary>Words of expressions in any order, and any characters: a ValidationException or an answer, and nothing else.</summary>
public sealed class ExpressionFuzzTests
{
    private static readonly string[] s_words =
    [
        "a", "b", "id", "name", "#x", "#none", ":v", ":none", "(", ")", "[", "]", "0", "99999999999", ",", ".", "+", "-", "=", "<>", "<", "<=", ">", ">=", "AND", "OR", "NOT", "IN", "BETWEEN",
        "SET", "REMOVE", "ADD", "DELETE", "size", "contains", "begins_with", "attribute_exists", "attribute_type", "if_not_exists", "list_append", "#", ":", "\ud83d", "\ud83d\ude00", "é", "\"", "\0",
    ];

    private static readonly Gen<string> s_texts = Gen.OneOf(
        Gen.Elements(s_words).ListOf().Select(words => string.Join(' ', words)),
        Gen.Elements(s_words).ListOf().Select(words => string.Concat(words)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        from depth in Gen.Choose(0, 4000) from word in Gen.Elements("(", "NOT ", "size(", "a.", "a[0]") select "SET a = " + string.Concat(Enumerable.Repeat(word, depth)));

    [Fact]
    public void Nothing_but_an_answer_or_a_ValidationException_comes_of_any_text() => Prop.ForAll(
        (from text in s_texts from item in RandomValues.Items from value in RandomValues.Values select (text, item, value)).ToArbitrary(),
        input => Outcomes(input.text, input.item, input.value).All(error => error is null or { Code: "ValidationException", Message.Length: > 0 }))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static IEnumerable<AwsError?> Outcomes(string text, MapValue item, Value value)
    {
        var placeholders = Unkai.DynamoDb.Expressions.Placeholders.Read(
            new() { ["#x"] = "a" }, new() { [":v"] = WireValues.Write(value) }, [("FilterExpression", text)]).Value;
        var condition = ItemCondition.Bind(text, placeholders, "FilterExpression");
        _ = condition.IsError || condition.Value.Holds(item);
        yield return condition.Error;

        var update = ItemUpdate.Bind(text, placeholders);
        yield return update.IsError ? update.Error : update.Value.Apply(item, MapValue.Empty).Error;

        var projection = ItemProjection.Bind(text, placeholders);
        _ = projection.IsError ? null : projection.Value.Of(item);
        yield return projection.Error;

        yield return KeyCondition.Bind(text, placeholders, new("id", ValueType.S), new("a", ValueType.N)).Error;
        yield return placeholders.CheckAllUsed();
    }
}
