using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class ItemSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Fact]
    public async Task An_item_comes_back_as_it_was_put()
    {
        var table = await TableAsync("pk", "sk:N");
        await PutAsync(
            table,
            ("pk", S("a")),
            ("sk", N(7)),
            ("list", new() { L = [S("x"), N(1), new() { M = Item(("inner", new() { BOOL = true })) }] }),
            ("null", new() { NULL = true }),
            ("set", new() { SS = ["b", "a"] }),
            ("bytes", new() { B = new byte[] { 1, 0, 255 } }),
            ("empty", S("")));

        var item = (await GetAsync(table, ("pk", S("a")), ("sk", new() { N = "7.0" })))!;

        Assert.Equal(7, item.Count);
        Assert.True(item["list"].L![2].M!["inner"].BOOL);
        Assert.Equal([1, 0, 255], item["bytes"].B!.Value.ToArray());
        Assert.Equal("", item["empty"].S);
        Assert.Equal(["a", "b"], item["set"].SS!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Return_values_are_what_was_asked_for()
    {
        var table = await TableAsync();
        Assert.Null((await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a")), ("n", N(1))), ReturnValues = "ALL_OLD" })).Value.Attributes);
        Assert.Equal("1", (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a")), ("n", N(2)), ("m", N(9))), ReturnValues = "ALL_OLD" })).Value.Attributes!["n"].N);
        AssertInvalid("ReturnValues can only be ALL_OLD or NONE", (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a"))), ReturnValues = "ALL_NEW" })).Error);

        async Task<Dictionary<string, AttributeValue>?> Update(string returned) => (await Dynamo.UpdateItemAsync(new UpdateItemInput
        {
            TableName = table,
            Key = Item(("pk", S("a"))),
            UpdateExpression = "SET n = n + :one",
            ExpressionAttributeValues = Item((":one", N(1))),
            ReturnValues = returned,
        })).Value.Attributes;

        Assert.Equal("2", Assert.Single((await Update("UPDATED_OLD"))!).Value.N);
        Assert.Equal("4", Assert.Single((await Update("UPDATED_NEW"))!).Value.N);
        Assert.Equal("4", (await Update("ALL_OLD"))!["n"].N);
        Assert.Equal(("6", "9"), ((await Update("ALL_NEW")) is { } all ? (all["n"].N, all["m"].N) : default));
        Assert.Null(await Update("NONE"));
        Assert.Equal("7", (await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("a"))), ReturnValues = "ALL_OLD" })).Value.Attributes!["n"].N);
        Assert.Null(await GetAsync(table, ("pk", S("a"))));
    }

    [Fact]
    public async Task An_update_of_an_indexs_key_is_refused_in_words_of_its_own()
    {
        var table = await TableAsync(change: definition =>
        {
            definition.AttributeDefinitions = Attributes("pk", "g");
            definition.GlobalSecondaryIndexes = [Global("by-g", "g")];
        });
        await PutAsync(table, ("pk", S("a")), ("g", S("x")));
        async Task<Api.AwsError?> UpdateAsync(AttributeValue value) => (await Dynamo.UpdateItemAsync(new UpdateItemInput
        {
            TableName = table, Key = Item(("pk", S("a"))), UpdateExpression = "SET g = :g", ExpressionAttributeValues = Item((":g", value)),
        })).Error;

        AssertInvalid("The update expression attempted to update the secondary index key to unsupported type", await UpdateAsync(N(1)));
        AssertInvalid("The update expression attempted to update the secondary index key beyond allowed size limits", await UpdateAsync(S(new string('x', 2049))));
        AssertInvalid(
            "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. "
            + "The AttributeValue for a key attribute cannot contain an empty string value.",
            await UpdateAsync(S("")));
        Assert.Equal("x", (await GetAsync(table, ("pk", S("a"))))!["g"].S);
    }

    [Fact]
    public async Task A_condition_that_fails_changes_nothing_and_may_tell_why()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));

        var failed = (await Dynamo.PutItemAsync(new PutItemInput
        {
            TableName = table,
            Item = Item(("pk", S("a")), ("n", N(2))),
            ConditionExpression = "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure = "ALL_OLD",
        })).Error!;

        AssertError("ConditionalCheckFailedException", "The conditional request failed", failed);
        Assert.Equal("1", Assert.IsType<ConditionalCheckFailedException>(failed.Detail).Item!["n"].N);
        Assert.Equal("1", (await GetAsync(table, ("pk", S("a"))))!["n"].N);
    }

    [Fact]
    public async Task Keys_must_be_those_of_the_table()
    {
        var table = await TableAsync("pk", "sk:N");
        const string NoMatch = "The provided key element does not match the schema";

        AssertInvalid(NoMatch, (await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("a"))) })).Error);
        AssertInvalid(NoMatch, (await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("a")), ("sk", S("b"))) })).Error);
        AssertInvalid(NoMatch, (await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("a")), ("other", S("b"))) })).Error);
        AssertInvalid("One or more parameter values were invalid: Missing the key sk in the item", (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a"))) })).Error);
        AssertInvalid("One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S", (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a")), ("sk", S("b"))) })).Error);
        AssertInvalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
            (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("")), ("sk", N(1))) })).Error);
        AssertInvalid(
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
            (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S(new string('x', 2049))), ("sk", N(1))) })).Error);
        AssertInvalid(
            "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
            (await Dynamo.UpdateItemAsync(new UpdateItemInput { TableName = table, Key = Item(("pk", S("a")), ("sk", N(1))), UpdateExpression = "SET pk = :v", ExpressionAttributeValues = Item((":v", S("b"))) })).Error);
    }

    [Fact]
    public async Task An_item_has_up_to_400_KB()
    {
        var table = await TableAsync();
        const int Largest = 400 * 1024;

        Assert.Null((await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a")), ("v", S(new string('x', Largest - 4)))) })).Error);
        AssertInvalid("Item size has exceeded the maximum allowed size", (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a")), ("v", S(new string('x', Largest - 3)))) })).Error);
        AssertInvalid(
            "Item size to update has exceeded the maximum allowed size",
            (await Dynamo.UpdateItemAsync(new UpdateItemInput { TableName = table, Key = Item(("pk", S("a"))), UpdateExpression = "SET w = :v", ExpressionAttributeValues = Item((":v", S("x"))) })).Error);
    }

    [Fact]
    public async Task Capacity_is_counted_by_size_table_and_index()
    {
        var table = await TableAsync("pk", null, one =>
        {
            one.AttributeDefinitions = Attributes("pk", "color");
            one.GlobalSecondaryIndexes = [Global("colors", "color", null, "KEYS_ONLY")];
        });
        async Task<ConsumedCapacity> Put(int size, string color) => (await Dynamo.PutItemAsync(new PutItemInput
        {
            TableName = table,
            Item = Item(("pk", S("a")), ("color", S(color)), ("v", S(new string('x', size)))),
            ReturnConsumedCapacity = "INDEXES",
        })).Value.ConsumedCapacity!;

        var first = await Put(1500, "red");
        Assert.Equal((3.0, 2.0, 1.0), (first.CapacityUnits, first.Table!.CapacityUnits, first.GlobalSecondaryIndexes!["colors"].CapacityUnits));
        var same = await Put(1500, "red");
        Assert.Equal(2.0, same.CapacityUnits);
        Assert.Null(same.GlobalSecondaryIndexes);
        Assert.Equal(2.0, (await Put(10, "blue")).GlobalSecondaryIndexes!["colors"].CapacityUnits);
        await Put(5000, "blue");
        var read = (await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("a"))), ReturnConsumedCapacity = "TOTAL" })).Value.ConsumedCapacity!;
        Assert.Equal((table, 1.0), (read.TableName, read.CapacityUnits));
        Assert.Equal(2.0, (await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("a"))), ConsistentRead = true, ReturnConsumedCapacity = "TOTAL" })).Value.ConsumedCapacity!.CapacityUnits);
        var missing = (await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("b"))), ReturnConsumedCapacity = "TOTAL" })).Value;
        Assert.Equal((null, 0.5), (missing.Item, missing.ConsumedCapacity!.CapacityUnits));
    }

    [Fact]
    public async Task Sizes_are_counted_exactly()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("v", S("12345")));
        await PutAsync(table, ("pk", S("b")));
        await PutAsync(table, ("pk", S("a")), ("v", S("1")));

        var described = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!;
        Assert.Equal((2L, 8L), (described.ItemCount, described.TableSizeBytes));
    }

    [Fact]
    public async Task An_item_is_in_an_index_when_it_has_its_keys()
    {
        var table = await TableAsync("pk", null, one =>
        {
            one.AttributeDefinitions = Attributes("pk", "color", "weight:N");
            one.GlobalSecondaryIndexes = [Global("colors", "color", "weight", "INCLUDE", "extra")];
        });
        await PutAsync(table, ("pk", S("1")), ("color", S("red")), ("weight", N(3)), ("extra", S("e")), ("hidden", S("h")));
        await PutAsync(table, ("pk", S("2")), ("color", S("red")), ("weight", N(-20)));
        await PutAsync(table, ("pk", S("3")), ("color", S("red")));
        await PutAsync(table, ("pk", S("4")), ("color", S("blue")), ("weight", N(1)));

        var found = (await Dynamo.QueryAsync(new QueryInput
        {
            TableName = table,
            IndexName = "colors",
            KeyConditionExpression = "color = :c",
            ExpressionAttributeValues = Item((":c", S("red"))),
        })).Value;

        Assert.Equal(["2", "1"], found.Items!.Select(item => item["pk"].S));
        Assert.Equal(["color", "extra", "pk", "weight"], found.Items![1].Keys.Order(StringComparer.Ordinal));
        AssertInvalid(
            "One or more parameter values were invalid: Type mismatch for Index Key weight Expected: N Actual: S IndexName: colors",
            (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("5")), ("weight", S("x"))) })).Error);
        AssertInvalid(
            "Consistent reads are not supported on global secondary indexes",
            (await Dynamo.ScanAsync(new ScanInput { TableName = table, IndexName = "colors", ConsistentRead = true })).Error);
    }

    [Fact]
    public async Task An_item_collection_ends_at_10_GB_where_the_table_has_local_indexes()
    {
        var table = await TableAsync("pk", "sk", definition =>
        {
            definition.AttributeDefinitions!.Add(new() { AttributeName = "by", AttributeType = "S" });
            definition.LocalSecondaryIndexes = [new() { IndexName = "local", KeySchema = Schema("pk", "by"), Projection = new() { ProjectionType = "ALL" } }];
        });
        await PutAsync(table, ("pk", S("p")), ("sk", S("a")));
        var partition = Unkai.DynamoDb.Values.KeyBytes.Of(new Unkai.DynamoDb.Values.StringValue("p"));
        await Cloud.Call().TransactAsync<bool>(async transaction =>
        {
            var record = (await DynamoDbTables.Tables.GetAsync(transaction, ("123456789012", "us-east-1", table)))!;
            DynamoDbTables.Collections.Add(transaction, (record.Id, PartitionHash.Of(partition), partition), (10L * 1024 * 1024 * 1024) - 20);
            return true;
        });
        Task<Unkai.Api.Outcome<PutItemOutput>> Write(string partition) => Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S(partition)), ("sk", S("b")), ("by", S("x"))) }).AsTask();

        AssertError("ItemCollectionSizeLimitExceededException", "Collection size exceeded.", (await Write("p")).Error);
        Assert.Null((await Write("another")).Error);
        var cancelled = (await Dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput
        {
            TransactItems = [new() { Put = new() { TableName = table, Item = Item(("pk", S("p")), ("sk", S("b")), ("by", S("x"))) } }],
        })).Error;
        Assert.Equal("Transaction cancelled, please refer cancellation reasons for specific reasons [ItemCollectionSizeLimitExceeded]", cancelled!.Message);
        Assert.Null((await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("p")), ("sk", S("a"))) })).Error);
        Assert.Null(await GetAsync(table, ("pk", S("p")), ("sk", S("b"))));
    }
}
