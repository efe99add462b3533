using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class ReadSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Fact]
    public async Task A_start_key_has_the_attributes_of_the_keys_and_no_others()
    {
        const string Invalid = "The provided starting key is invalid";
        const string Mismatch = Invalid + ": The provided key element does not match the schema";
        var table = await TableAsync("pk", "sk:N");
        foreach (var key in new[] { Item(), Item(("pk", S("a"))), Item(("pk", S("a")), ("sk", S("1"))), Item(("pk", S("a")), ("sk", N(1)), ("x", N(1))) })
        {
            AssertInvalid(Invalid, (await QueryFromAsync(table, key)).Error);
            AssertInvalid(Mismatch, (await Dynamo.ScanAsync(new ScanInput { TableName = table, ExclusiveStartKey = key })).Error);
        }

        AssertInvalid("The provided starting key is outside query boundaries based on provided conditions", (await QueryFromAsync(table, Item(("pk", S("b")), ("sk", N(7))))).Error);
        AssertInvalid("The provided starting key does not match the range key predicate", (await QueryFromAsync(table, Item(("pk", S("a")), ("sk", N(5))))).Error);
        Assert.Null((await QueryFromAsync(table, Item(("pk", S("a")), ("sk", N(6))))).Error);
    }

    [Fact]
    public async Task Conditions_on_keys_of_the_older_style_go_with_a_filter_that_is_an_expression()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));
        var request = new QueryInput
        {
            TableName = table,
            KeyConditions = new() { ["pk"] = new() { ComparisonOperator = "EQ", AttributeValueList = [S("a")] } },
            FilterExpression = "n = :n",
            ExpressionAttributeValues = Item((":n", N(1))),
        };
        Assert.Equal(1, (await Dynamo.QueryAsync(request)).Value.Count);

        request.KeyConditions!.Clear();
        AssertInvalid("Conditions can be of length 1 or 2 only", (await Dynamo.QueryAsync(request)).Error);

        request.KeyConditionExpression = "pk = :n";
        AssertInvalid(
            "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {KeyConditions} Expression parameters: {FilterExpression, KeyConditionExpression}",
            (await Dynamo.QueryAsync(request)).Error);
    }

    private ValueTask<Api.Outcome<QueryOutput>> QueryFromAsync(string table, Dictionary<string, AttributeValue> start) => Dynamo.QueryAsync(new QueryInput
    {
        TableName = table,
        KeyConditionExpression = "pk = :p AND sk > :s",
        ExpressionAttributeValues = Item((":p", S("a")), (":s", N(5))),
        ExclusiveStartKey = start,
    });

    [Theory]
    [InlineData("pk = :p", "1 2 3 10 20", true)]
    [InlineData("pk = :p", "20 10 3 2 1", false)]
    [InlineData("pk = :p AND sk > :v", "10 20", true)]
    [InlineData("pk = :p AND sk >= :v", "3 10 20", true)]
    [InlineData("pk = :p AND sk < :v", "1 2", true)]
    [InlineData("pk = :p AND sk <= :v", "3 2 1", false)]
    [InlineData("pk = :p AND sk = :v", "3", true)]
    [InlineData("pk = :p AND sk BETWEEN :v AND :w", "3 10", true)]
    public async Task A_query_returns_a_range_of_sort_keys_in_their_order(string condition, string expected, bool forward)
    {
        var table = await TableAsync("pk", "sk:N");
        foreach (var sort in new[] { 10, 2, 1, 20, 3 })
        {
            await PutAsync(table, ("pk", S("a")), ("sk", N(sort)));
            await PutAsync(table, ("pk", S("b")), ("sk", N(sort)));
        }

        var values = Item((":p", S("a")));
        foreach (var (name, value) in new[] { (":v", 3), (":w", 10) })
        {
            if (condition.Contains(name, StringComparison.Ordinal))
            {
                values[name] = N(value);
            }
        }

        var found = (await Dynamo.QueryAsync(new QueryInput { TableName = table, KeyConditionExpression = condition, ExpressionAttributeValues = values, ScanIndexForward = forward })).Value;
        Assert.Equal(expected, string.Join(' ', found.Items!.Select(item => item["sk"].N)));
        Assert.Null(found.LastEvaluatedKey);
    }

    [Fact]
    public async Task Begins_with_finds_prefixes_of_text_and_bytes()
    {
        var table = await TableAsync("pk", "sk:B");
        foreach (var sort in new byte[][] { [255], [255, 255], [255, 255, 1], [254], [0], [0, 0] })
        {
            await PutAsync(table, ("pk", S("a")), ("sk", new() { B = sort }));
        }

        async Task<int?> Count(byte[] prefix) => (await Dynamo.QueryAsync(new QueryInput
        {
            TableName = table,
            KeyConditionExpression = "pk = :p AND begins_with(sk, :v)",
            ExpressionAttributeValues = Item((":p", S("a")), (":v", new() { B = prefix })),
            Select = "COUNT",
        })).Value.Count;
        Assert.Equal((3, 2, 2, 1), (await Count([255]), await Count([255, 255]), await Count([0]), await Count([0, 0])));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 2)]
    [InlineData(false, 7)]
    public async Task Pages_of_a_query_and_of_its_index_together_are_all(bool forward, int limit)
    {
        var table = await TableAsync("pk", "sk:N", one =>
        {
            one.AttributeDefinitions = Attributes("pk", "sk:N", "kind");
            one.GlobalSecondaryIndexes = [Global("kinds", "kind")];
        });
        for (var i = 0; i < 7; i++)
        {
            await PutAsync(table, ("pk", S("a")), ("sk", N(i)), ("kind", S("k")));
        }

        foreach (var index in new[] { null, "kinds" })
        {
            var seen = new List<string>();
            Dictionary<string, AttributeValue>? start = null;
            do
            {
                var page = (await Dynamo.QueryAsync(new QueryInput
                {
                    TableName = table,
                    IndexName = index,
                    KeyConditionExpression = index is null ? "pk = :v" : "kind = :v",
                    ExpressionAttributeValues = Item((":v", S(index is null ? "a" : "k"))),
                    Limit = limit,
                    ScanIndexForward = forward,
                    ExclusiveStartKey = start,
                })).Value;
                seen.AddRange(page.Items!.Select(item => item["sk"].N!));
                start = page.LastEvaluatedKey;
                Assert.True(start is null || start.Count == (index is null ? 2 : 3));
            }
            while (start is not null);
            Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], seen.Order(StringComparer.Ordinal));
            Assert.Equal(7, seen.Count);
        }
    }

    [Fact]
    public async Task A_filter_counts_after_the_limit()
    {
        var table = await TableAsync("pk", "sk:N");
        for (var i = 0; i < 6; i++)
        {
            await PutAsync(table, ("pk", S("a")), ("sk", N(i)), ("v", N(i)));
        }

        var page = (await Dynamo.QueryAsync(new QueryInput
        {
            TableName = table,
            KeyConditionExpression = "pk = :p",
            FilterExpression = "v >= :min",
            ExpressionAttributeValues = Item((":p", S("a")), (":min", N(3))),
            Limit = 4,
        })).Value;
        Assert.Equal((1, 4), (page.Count, page.ScannedCount));
        Assert.Equal("3", page.LastEvaluatedKey!["sk"].N);
    }

    [Fact]
    public async Task A_page_ends_with_the_row_that_passes_a_megabyte()
    {
        var table = await TableAsync("pk", "sk:N");
        for (var i = 0; i < 5; i++)
        {
            await PutAsync(table, ("pk", S("a")), ("sk", N(i)), ("v", S(new string('x', 399 * 1024))));
        }

        var page = (await Dynamo.ScanAsync(new ScanInput { TableName = table, ReturnConsumedCapacity = "TOTAL" })).Value;
        Assert.Equal(3, page.Count);
        Assert.Equal("2", page.LastEvaluatedKey!["sk"].N);
        Assert.Equal(150.0, page.ConsumedCapacity!.CapacityUnits);
        Assert.Equal(2, (await Dynamo.ScanAsync(new ScanInput { TableName = table, ExclusiveStartKey = page.LastEvaluatedKey })).Value.Count);
    }

    [Fact]
    public async Task Segments_of_a_scan_are_apart_and_together_are_all()
    {
        var table = await TableAsync();
        for (var i = 0; i < 100; i++)
        {
            await PutAsync(table, ("pk", S($"{i}")));
        }

        var seen = new List<string>();
        for (var segment = 0; segment < 4; segment++)
        {
            Dictionary<string, AttributeValue>? start = null;
            do
            {
                var page = (await Dynamo.ScanAsync(new ScanInput { TableName = table, Segment = segment, TotalSegments = 4, Limit = 9, ExclusiveStartKey = start })).Value;
                seen.AddRange(page.Items!.Select(item => item["pk"].S!));
                start = page.LastEvaluatedKey;
            }
            while (start is not null);
            Assert.InRange(seen.Count, segment * 10, 100);
        }

        Assert.Equal(100, seen.Distinct().Count());
        Assert.Equal(100, seen.Count);
    }

    [Fact]
    public async Task A_local_index_fetches_what_it_does_not_project()
    {
        var table = await TableAsync("pk", "sk", one =>
        {
            one.AttributeDefinitions = Attributes("pk", "sk", "other");
            one.LocalSecondaryIndexes = [new() { IndexName = "others", KeySchema = Schema("pk", "other"), Projection = new() { ProjectionType = "KEYS_ONLY" } }];
        });
        await PutAsync(table, ("pk", S("a")), ("sk", S("1")), ("other", S("z")), ("v", S("first")));
        await PutAsync(table, ("pk", S("a")), ("sk", S("2")), ("other", S("y")), ("v", S("second")));

        async Task<QueryOutput> Query(string? select) => (await Dynamo.QueryAsync(new QueryInput
        {
            TableName = table,
            IndexName = "others",
            KeyConditionExpression = "pk = :p",
            ExpressionAttributeValues = Item((":p", S("a"))),
            Select = select,
            ConsistentRead = true,
            ReturnConsumedCapacity = "INDEXES",
        })).Value;
        Assert.Equal(["other", "pk", "sk"], (await Query(null)).Items![0].Keys.Order(StringComparer.Ordinal));
        var all = await Query("ALL_ATTRIBUTES");
        Assert.Equal(["second", "first"], all.Items!.Select(item => item["v"].S));
        Assert.Equal((3.0, 2.0, 1.0), (all.ConsumedCapacity!.CapacityUnits, all.ConsumedCapacity.Table!.CapacityUnits, all.ConsumedCapacity.LocalSecondaryIndexes!["others"].CapacityUnits));
        var metrics = (await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("a")), ("sk", S("1"))), ReturnItemCollectionMetrics = "SIZE" })).Value.ItemCollectionMetrics!;
        Assert.Equal("a", metrics.ItemCollectionKey!["pk"].S);
        Assert.Equal([0.0, 1.0], metrics.SizeEstimateRangeGB!);
    }

    [Fact]
    public async Task Batches_read_and_write_many_items()
    {
        var table = await TableAsync();
        var other = await TableAsync();
        var written = await Dynamo.BatchWriteItemAsync(new BatchWriteItemInput
        {
            RequestItems = new()
            {
                [table] = [.. Enumerable.Range(0, 20).Select(i => new WriteRequest { PutRequest = new() { Item = Item(("pk", S($"{i}"))) } })],
                [other] = [new() { DeleteRequest = new() { Key = Item(("pk", S("none"))) } }],
            },
            ReturnConsumedCapacity = "TOTAL",
        });
        Assert.Empty(written.Value.UnprocessedItems!);
        Assert.Equal([20.0, 1.0], written.Value.ConsumedCapacity!.Select(one => one.CapacityUnits!.Value));

        var read = (await Dynamo.BatchGetItemAsync(new BatchGetItemInput
        {
            RequestItems = new() { [table] = new() { Keys = [.. Enumerable.Range(15, 10).Select(i => Item(("pk", S($"{i}"))))] } },
        })).Value;
        Assert.Equal(5, read.Responses![table].Count);
        Assert.Empty(read.UnprocessedKeys!);
        AssertInvalid(
            "Provided list of item keys contains duplicates",
            (await Dynamo.BatchWriteItemAsync(new BatchWriteItemInput
            {
                RequestItems = new() { [table] = [new() { PutRequest = new() { Item = Item(("pk", S("1"))) } }, new() { DeleteRequest = new() { Key = Item(("pk", S("1"))) } }] },
            })).Error);
        AssertInvalid(
            "Too many items requested for the BatchGetItem call",
            (await Dynamo.BatchGetItemAsync(new BatchGetItemInput
            {
                RequestItems = new()
                {
                    [table] = new() { Keys = [.. Enumerable.Range(0, 60).Select(i => Item(("pk", S($"{i}"))))] },
                    [other] = new() { Keys = [.. Enumerable.Range(0, 60).Select(i => Item(("pk", S($"{i}"))))] },
                },
            })).Error);
    }
}
