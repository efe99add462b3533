using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Unkai.Api.DynamoDb;
using Unkai.Api.Json;
using Unkai.DynamoDb.Values;
using Unkai.Storage;
using Wire = Unkai.Api.DynamoDb.AttributeValue;

namespace Unkai.DynamoDb.Tests.Values;

public sealed class ItemTests
{
    [Fact]
    public void Every_item_survives_its_bytes_and_its_wire_form() => Prop.ForAll(
        RandomValues.Items.ToArbitrary(),
        item => Read(Bytes(item)).Equals(item) && WireValues.ReadItem(WireValues.Write(item)).Value.Equals(item)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_stored_item_has_the_size_and_the_JSON_of_its_values() => Prop.ForAll(
        RandomValues.Items.ToArbitrary(),
        item => Read(Bytes(item)).ItemSizeBytes == item.ItemSizeBytes && JsonNode.DeepEquals(JsonNode.Parse(Json(Read(Bytes(item)))), JsonNode.Parse(Json(item))) && Json(item) == JsonOfShapes(item)).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_are_no_item_are_refused_as_corrupt() => Prop.ForAll(
        (from item in RandomValues.Items
         from at in Gen.Choose(0, int.MaxValue)
         from change in Gen.Choose(1, 255)
         select (item, at, change)).ToArbitrary(),
        damaged =>
        {
            var bytes = Bytes(damaged.item);
            bytes[damaged.at % bytes.Length] ^= (byte)damaged.change;
            try
            {
                return Read(bytes) is { ItemSizeBytes: >= 0 } item && Json(item).Length > 0 && item.Members.Count >= 0;
            }
            catch (StoreCorruptException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_sorts_as_its_bytes_do() => Prop.ForAll(
        RandomValues.Texts.Two().ToArbitrary(),
        pair => Math.Sign(TextOrder.Compare(pair.Item1, pair.Item2))
            == Math.Sign(Encoding.UTF8.GetBytes(pair.Item1).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(pair.Item2)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Sets_are_equal_whatever_their_order()
    {
        Assert.Equal<Value>(new StringSetValue(["a", "b"]), new StringSetValue(["b", "a"]));
        Assert.NotEqual<Value>(new StringSetValue(["a", "b"]), new StringSetValue(["a", "c"]));
        Assert.NotEqual<Value>(new ListValue([new StringValue("a"), new StringValue("b")]), new ListValue([new StringValue("b"), new StringValue("a")]));
    }

    public static TheoryData<string, Wire, string> Refused => new()
    {
        { "no type", new Wire(), "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes" },
        { "two types", new Wire { S = "a", N = "1" }, "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes" },
        { "NULL false", new Wire { NULL = false }, "One or more parameter values were invalid: Null attribute value types must have the value of true" },
        { "letters", new Wire { N = "b" }, "The parameter cannot be converted to a numeric value: b" },
        { "no digits", new Wire { N = "" }, "The parameter cannot be converted to a numeric value" },
        { "empty SS", new Wire { SS = [] }, "One or more parameter values were invalid: An string set  may not be empty" },
        { "empty NS", new Wire { NS = [] }, "One or more parameter values were invalid: An number set  may not be empty" },
        { "empty BS", new Wire { BS = [] }, "One or more parameter values were invalid: Binary sets should not be empty" },
        { "twice in SS", new Wire { SS = ["a", "b", "a"] }, "One or more parameter values were invalid: Input collection [a, b, a] contains duplicates." },
        { "twice in NS", new Wire { NS = ["1", "1.0"] }, "Input collection contains duplicates" },
        { "twice in BS", new Wire { BS = [new byte[] { 1 }, new byte[] { 1 }] }, "One or more parameter values were invalid: Input collection [AQ==, AQ==]of type BS contains duplicates." },
        { "deep inside", new Wire { L = [new Wire { M = new() { ["x"] = new Wire { N = "?" } } }] }, "The parameter cannot be converted to a numeric value: ?" },
        { "too deep", Nested(33), "Nesting Levels have exceeded supported limits" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_that_is_none_is_refused_in_AWSs_words(string name, Wire wire, string message)
    {
        var value = WireValues.Read(wire);

        Assert.True(value.IsError, name);
        Assert.Equal(("ValidationException", message), (value.Error.Code, value.Error.Message));
    }

    [Fact]
    public void Thirty_two_levels_are_taken() => Assert.Equal(32, WireValues.Read(Nested(32)).Value.Depth);

    [Fact]
    public void An_items_size_counts_names_and_values()
    {
        var item = new MapValue(new()
        {
            ["id"] = new StringValue("ä"),
            ["list"] = new ListValue([NullValue.Instance, BooleanValue.True]),
            ["map"] = new MapValue(new() { ["n"] = new StringValue("x") }),
            ["set"] = new StringSetValue(["a", "bc"]),
        });

        Assert.Equal((2 + 2) + (4 + 3 + 2 + 2) + (3 + 3 + 1 + 1 + 1) + (3 + 3), item.ItemSizeBytes);
    }

    private static Wire Nested(int levels) => levels == 0 ? new Wire { S = "" } : new Wire { L = [Nested(levels - 1)] };

    private static byte[] Bytes(MapValue item)
    {
        var bytes = new ArrayBufferWriter<byte>();
        ItemCodec.Instance.Write(item, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static string Json(MapValue item) => Written(writer => ItemJson.Write(writer, item));

    private static string JsonOfShapes(MapValue item) => Written(writer => JsonShapeWriter.Write(writer, new PutItemInput { Item = WireValues.Write(item) }))["{\"Item\":".Length..^1];

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, JsonShapeWriter.Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static MapValue Read(byte[] bytes) => ItemCodec.Instance.Read(bytes);
}
