using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class ThroughputSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    private const string TableMessage =
        "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.";

    [Fact]
    public async Task Five_minutes_of_units_are_gathered_and_then_each_second_brings_its_own()
    {
        var table = await EnforcedAsync(read: 1, write: 2);
        for (var i = 0; i < 600; i++)
        {
            await PutAsync(table, ("pk", S("a")));
        }

        await Cloud.RestartAsync();
        var refused = (await PutAsync(table)).Error!;
        AssertError("ProvisionedThroughputExceededException", TableMessage, refused);
        var reason = Assert.Single(Assert.IsType<ProvisionedThroughputExceededException>(refused.Detail).ThrottlingReasons!);
        Assert.Equal(("TableWriteProvisionedThroughputExceeded", $"arn:aws:dynamodb:us-east-1:123456789012:table/{table}"), (reason.Reason, reason.Resource));
        Cloud.Advance(1);
        Assert.Equal((false, false, true), ((await PutAsync(table)).IsError, (await PutAsync(table)).IsError, (await PutAsync(table)).IsError));
        Cloud.Advance(3600);
        var large = S(new string('x', 300 * 1024));
        Assert.Equal((false, false, true), ((await PutAsync(table, large)).IsError, (await PutAsync(table, large)).IsError, (await PutAsync(table)).IsError));
    }

    [Fact]
    public async Task Reads_are_counted_for_themselves()
    {
        var table = await EnforcedAsync(read: 1, write: 1);
        for (var i = 0; i < 600; i++)
        {
            Assert.False((await ReadAsync(table)).IsError);
        }

        AssertError("ProvisionedThroughputExceededException", TableMessage, (await ReadAsync(table)).Error);
        AssertError("ProvisionedThroughputExceededException", TableMessage, (await Dynamo.ScanAsync(new ScanInput { TableName = table })).Error);
        AssertError("ProvisionedThroughputExceededException", TableMessage, (await Dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = $"SELECT * FROM \"{table}\"" })).Error);
        var batch = new BatchGetItemInput { RequestItems = new() { [table] = new() { Keys = [Item(("pk", S("a"))), Item(("pk", S("b")))] } } };
        AssertError("ProvisionedThroughputExceededException", TableMessage, (await Dynamo.BatchGetItemAsync(batch)).Error);
        var cancelled = (await Dynamo.TransactGetItemsAsync(new TransactGetItemsInput { TransactItems = [new() { Get = new() { TableName = table, Key = Item(("pk", S("a"))) } }] })).Error!;
        Assert.Equal("Transaction cancelled, please refer cancellation reasons for specific reasons [ProvisionedThroughputExceeded]", cancelled.Message);
        Assert.False((await PutAsync(table)).IsError);

        Cloud.Advance(1);
        await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("a"))) });
        var partly = (await Dynamo.BatchGetItemAsync(batch)).Value;
        Assert.Equal("b", Assert.Single(partly.UnprocessedKeys![table].Keys!)["pk"].S);
    }

    [Fact]
    public async Task What_a_batch_cannot_write_is_left_unprocessed()
    {
        var table = await EnforcedAsync(read: 1, write: 1);
        Assert.False((await PutAsync(table, S(new string('x', 298 * 1024)))).IsError);
        var request = new BatchWriteItemInput
        {
            RequestItems = new() { [table] = [.. "bcd".Select(letter => new WriteRequest { PutRequest = new() { Item = Item(("pk", S(letter.ToString()))) } })] },
        };

        var written = (await Dynamo.BatchWriteItemAsync(request)).Value;

        Assert.Equal(["c", "d"], written.UnprocessedItems![table].Select(one => one.PutRequest!.Item!["pk"].S));
        AssertError("ProvisionedThroughputExceededException", TableMessage, (await Dynamo.BatchWriteItemAsync(request)).Error);
    }

    [Fact]
    public async Task An_index_that_has_run_dry_holds_its_table_up()
    {
        var table = await EnforcedAsync(read: 10, write: 10, definition =>
        {
            definition.AttributeDefinitions!.Add(new() { AttributeName = "g", AttributeType = "S" });
            var index = Global("by-g", "g");
            index.ProvisionedThroughput = new() { ReadCapacityUnits = 1, WriteCapacityUnits = 1 };
            definition.GlobalSecondaryIndexes = [index];
        });
        for (var i = 0; i < 150; i++)
        {
            await PutAsync(table, ("pk", S("a")), ("g", S(i.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        }

        var refused = (await Dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput
        {
            TransactItems =
            [
                new() { Put = new() { TableName = table, Item = Item(("pk", S("b"))) } },
                new() { Put = new() { TableName = table, Item = Item(("pk", S("c")), ("g", S("x"))) } },
                new() { Put = new() { TableName = table, Item = Item(("pk", S("d")), ("g", S("y"))) } },
            ],
        })).Error;
        Assert.Equal("Transaction cancelled, please refer cancellation reasons for specific reasons [None, None, ProvisionedThroughputExceeded]", refused!.Message);
        await PutAsync(table, ("pk", S("c")), ("g", S("x")));
        var alone = (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("d")), ("g", S("y"))) })).Error!;
        Assert.StartsWith("The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded.", alone.Message, StringComparison.Ordinal);
        Assert.EndsWith("/index/by-g", Assert.Single(Assert.IsType<ProvisionedThroughputExceededException>(alone.Detail).ThrottlingReasons!).Resource, StringComparison.Ordinal);
        await PutAsync(table, ("pk", S("not in the index")));
        Assert.Null(await GetAsync(table, ("pk", S("d"))));
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_is_paid_for()
    {
        var table = await EnforcedAsync(read: 1, write: 1);
        for (var i = 0; i < 300; i++)
        {
            AssertError("ConditionalCheckFailedException", "The conditional request failed", (await PutAsync(table, condition: "attribute_exists(pk)")).Error);
        }

        AssertError("ProvisionedThroughputExceededException", TableMessage, (await PutAsync(table, condition: "attribute_exists(pk)")).Error);
    }

    [Fact]
    public async Task An_on_demand_table_keeps_to_its_maximum()
    {
        var table = await TableAsync(change: definition =>
        {
            definition.Tags = [new() { Key = "unkai:throughput", Value = "enforced" }];
            definition.OnDemandThroughput = new() { MaxWriteRequestUnits = 1, MaxReadRequestUnits = -1 };
        });
        Assert.False((await PutAsync(table, S(new string('x', 300 * 1024)))).IsError);

        var refused = (await PutAsync(table)).Error!;
        Assert.Equal("ThrottlingException", refused.Code);
        Assert.Equal("TableWriteMaxOnDemandThroughputExceeded", Assert.Single(Assert.IsType<ThrottlingException>(refused.Detail).ThrottlingReasons!).Reason);
        Assert.False((await ReadAsync(table)).IsError);
    }

    [Fact]
    public async Task Throughput_is_lowered_four_times_a_day_and_then_once_an_hour()
    {
        var table = await EnforcedAsync(read: 20, write: 20);
        async Task<AwsError?> Lower(long units) => (await Dynamo.UpdateTableAsync(new UpdateTableInput
        {
            TableName = table,
            ProvisionedThroughput = new() { ReadCapacityUnits = units, WriteCapacityUnits = 20 },
        })).Error;
        for (var units = 19; units > 15; units--)
        {
            Assert.Null(await Lower(units));
        }

        Assert.StartsWith(
            "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: 4. Last decrease at ",
            (await Lower(15))!.Message,
            StringComparison.Ordinal);
        Assert.Null(await Lower(30));
        Cloud.Advance(3600);
        Assert.Null(await Lower(15));
        Assert.Equal("LimitExceededException", (await Lower(14))!.Code);
    }

    private Task<string> EnforcedAsync(long read, long write, Action<CreateTableInput>? change = null) => TableAsync(change: definition =>
    {
        definition.BillingMode = "PROVISIONED";
        definition.ProvisionedThroughput = new() { ReadCapacityUnits = read, WriteCapacityUnits = write };
        definition.Tags = [new() { Key = "unkai:throughput", Value = "enforced" }];
        change?.Invoke(definition);
    });

    private async Task<Outcome<PutItemOutput>> PutAsync(string table, AttributeValue? value = null, string? condition = null) =>
        await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a")), ("v", value ?? S(""))), ConditionExpression = condition });

    private async Task<Outcome<GetItemOutput>> ReadAsync(string table) => await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("a"))) });
}
