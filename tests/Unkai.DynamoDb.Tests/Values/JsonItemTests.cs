using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Unkai.Api.DynamoDb;
using Unkai.Api.Json;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Tests.Values;

/// <summary>An item that is read straight from JSON is the one that the contract's way reads; where they could differ, the first gives way.</summary>
public sealed class JsonItemTests
{
    private static readonly string[] s_names = ["a", "b", "c", "d", "id", "ä", "none"];

    private static readonly Gen<string> s_values = Gen.OneOf(
        Gen.Elements(
            """{"S":"plain"}""", """{"S":""}""", """{"S":"\n\u00e9\""}""", """{"S":"\ud83d\ude00"}""", """{"S":"\ud83d"}""", """{"S":1}""", """{"S":null}""", """{"S":"a","N":"1"}""", """{"S":"a","X":[1]}""",
            """{"\u0053":"escaped"}""", """{}""", """null""", """[]""", """{"B":"aGk="}""", """{"B":"?"}""", """{"BOOL":true}""", """{"BOOL":false}""", """{"BOOL":"true"}""", """{"NULL":true}""", """{"NULL":false}""",
            """{"SS":["a","b"]}""", """{"SS":["a","a"]}""", """{"SS":[]}""", """{"SS":[null,"a"]}""", """{"SS":"a"}""", """{"NS":["1","2.50"]}""", """{"NS":["1","1"]}""", """{"NS":["10","1"]}""", """{"BS":["aGk=","aGk="]}""", """{"BS":["aGk=",""]}""",
            """{"L":[]}""", """{"L":[{"S":"a"},null]}""", """{"L":[{"S":"a"},{"N":"-1"}]}""", """{"M":{}}""", """{"M":{"a":{"S":"1"},"b":{"S":"1"}}}""", """{"M":{"a":{"S":"1"},"a":{"S":"2"}}}""", """{"M":{"":{"S":"1"}}}"""),
        Gen.Elements("0", "-0", "00", "1", "-1", "01", "+1", "1.", ".5", "0.5", "-0.5", "0.50", "1e2", "100", "1E-130", "9.99", "12345678901234567890123456789012345678", "123456789012345678901234567890123456789", "", "x", "1.2.3", "- 1", "\\u0031")
            .Select(number => $$"""{"N":"{{number}}"}"""),
        Gen.Choose(31, 33).Select(levels => string.Concat(Enumerable.Repeat("""{"L":[""", levels)) + """{"S":"deep"}""" + string.Concat(Enumerable.Repeat("]}", levels))),
        Gen.Elements(63, 64, 65, 128, 200).Select(count => $$"""{"L":[{{string.Join(',', Enumerable.Repeat("""{"BOOL":true}""", count))}}]}"""),
        Gen.Elements(63, 64, 65, 128).Select(count => $$"""{"SS":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\""))}}]}"""),
        Gen.Elements(63, 64, 65, 128).Select(count => """{"M":{""" + string.Join(',', Enumerable.Range(0, count).Select(i => $$"""
            "{{i}}":{"S":"v"}
            """)) + "}}"),
        RandomValues.Values.Select(value => Json(new MapValue(new() { ["v"] = value }))[5..^1]));

    private static readonly Gen<string> s_items =
        from members in (from name in Gen.Elements("a", "b", "c", "ä", "\\u0061", "pk", new string('n', 255), new string('n', 256)) from value in s_values select $"\"{name}\": {value}").ListOf(4)
        select "{" + string.Join(" , ", members) + "}";

    [Fact]
    public void Both_ways_read_the_same() => Prop.ForAll(
        s_items.ToArbitrary(),
        item =>
        {
            var direct = Direct(item);
            if (direct is null)
            {
                return true;
            }

            var usual = new GetItemInput();
            Assert.Null(JsonShapeReader.Read(Encoding.UTF8.GetBytes($$"""{"Key":{{item}}}"""), usual));
            var read = WireValues.ReadItem(usual.Key!);
            return !read.IsError
                && direct.Item.ItemSizeBytes == read.Value.ItemSizeBytes
                && direct.Item.Stored.Span.SequenceEqual(read.Value.Encode().Span)
                && direct.Item.Equals(read.Value)
                && JsonOf((Dictionary<string, AttributeValue>)direct.Make()) == JsonOf(usual.Key!);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_usual_item_is_read_straight() => Assert.NotNull(Direct(
        """{"pk":{"S":"a\nb"},"n":{"N":"-12.5"},"b":{"B":"aGk="},"m":{"M":{"l":{"L":[{"BOOL":true},{"NULL":true}]}}},"ss":{"SS":["x","y"]},"ns":{"NS":["1","2"]},"bs":{"BS":["aGk="]}}"""));

    [Theory]
    [InlineData("""{"a":{"N":"1.0"}}""")]
    [InlineData("""{"a":{"S":"1"},"a":{"S":"2"}}""")]
    [InlineData("""{"a":{"S":"1","N":"1"}}""")]
    [InlineData("""{"a":{"SS":["a","a"]}}""")]
    public void What_is_unusual_is_read_the_usual_way(string item) => Assert.Null(Direct(item));

    [Fact]
    public void One_attribute_is_found_as_in_the_whole_item() => Prop.ForAll(
        RandomValues.Items.ToArbitrary(),
        item => s_names.All(name => Equals(MapValue.OfStored(item.Encode())[name], item.Members.GetValueOrDefault(name)))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_item_is_the_same_stored_or_taken_apart() => Prop.ForAll(
        (from item in RandomValues.Items
         from changes in (from name in RandomValues.Names from value in Gen.OneOf(RandomValues.Values.Select(Value? (value) => value), Gen.Constant<Value?>(null)) select (name, value)).ListOf(3)
         select (item, changes: changes.DistinctBy(change => change.name).ToList())).ToArbitrary(),
        given => new MapValue(new(given.item.Members)).With(given.changes).Equals(MapValue.OfStored(given.item.Encode()).With(given.changes))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static DeferredItem? Direct(string item)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(item), new JsonReaderOptions { MaxDepth = JsonShapeReader.MaxDepth });
        reader.Read();
        var direct = JsonItemReader.Read(ref reader);
        Assert.True(direct is null || (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0));
        return direct;
    }

    private static string JsonOf(Dictionary<string, AttributeValue> item) => Json(new MapValue(item.ToDictionary(pair => pair.Key, pair => WireValues.Read(pair.Value).Value)))
        + string.Join(',', item.Select(pair => pair.Value.N));

    private static string Json(MapValue item)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ItemJson.Write(writer, item);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
