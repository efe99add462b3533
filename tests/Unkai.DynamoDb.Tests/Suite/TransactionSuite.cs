using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class TransactionSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Fact]
    public async Task A_transaction_is_carried_out_as_a_whole_or_not_at_all()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));
        await PutAsync(table, ("pk", S("b")));

        var done = await WriteAsync(table, token: null, check: "n = :one");
        Assert.Null(done.Error);
        Assert.Equal(("2", "c", null), ((await GetAsync(table, ("pk", S("a"))))!["n"].N, (await GetAsync(table, ("pk", S("c"))))!["pk"].S, await GetAsync(table, ("pk", S("b")))));

        var refused = (await WriteAsync(table, token: null, check: "n = :one")).Error!;
        AssertError("TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None, None]", refused);
        var reasons = Assert.IsType<TransactionCanceledException>(refused.Detail).CancellationReasons!;
        Assert.Equal(("The conditional request failed", "2", null), (reasons[0].Message, reasons[0].Item!["n"].N, reasons[1].Message));
    }

    [Fact]
    public async Task A_token_carries_a_request_out_once_for_ten_minutes()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));
        async Task<Outcome<TransactWriteItemsOutput>> Add(string amount) => await Dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput
        {
            ClientRequestToken = "token",
            ReturnConsumedCapacity = "TOTAL",
            TransactItems = [new() { Update = new() { TableName = table, Key = Item(("pk", S("a"))), UpdateExpression = "ADD n :v", ExpressionAttributeValues = Item((":v", new() { N = amount })) } }],
        });

        Assert.Equal(2.0, Assert.Single((await Add("1")).Value.ConsumedCapacity!).WriteCapacityUnits);
        await Cloud.RestartAsync();
        Assert.Equal(2.0, Assert.Single((await Add("1")).Value.ConsumedCapacity!).ReadCapacityUnits);
        Assert.Equal("2", (await GetAsync(table, ("pk", S("a"))))!["n"].N);
        Assert.Equal("IdempotentParameterMismatchException", (await Add("2")).Error!.Code);
        Cloud.Advance(660);
        await Cloud.SettleAsync();
        await Add("2");
        Assert.Equal("4", (await GetAsync(table, ("pk", S("a"))))!["n"].N);
    }

    [Fact]
    public async Task A_transaction_names_an_item_once()
    {
        var table = await TableAsync();

        AssertInvalid(
            "Transaction request cannot include multiple operations on one item",
            (await Dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput
            {
                TransactItems = [new() { Put = new() { TableName = table, Item = Item(("pk", S("a"))) } }, new() { Delete = new() { TableName = table, Key = Item(("pk", S("a"))) } }],
            })).Error);
    }

    [Fact]
    public async Task Items_are_read_together()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(1)), ("m", N(2)));

        var read = (await Dynamo.TransactGetItemsAsync(new TransactGetItemsInput
        {
            TransactItems =
            [
                new() { Get = new() { TableName = table, Key = Item(("pk", S("a"))), ProjectionExpression = "m" } },
                new() { Get = new() { TableName = table, Key = Item(("pk", S("b"))) } },
            ],
            ReturnConsumedCapacity = "TOTAL",
        })).Value;
        Assert.Equal("2", Assert.Single(read.Responses![0].Item!).Value.N);
        Assert.Null(read.Responses[1].Item);
        Assert.Equal(4.0, Assert.Single(read.ConsumedCapacity!).ReadCapacityUnits);
    }

    private async Task<Outcome<TransactWriteItemsOutput>> WriteAsync(string table, string? token, string check) => await Dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput
    {
        ClientRequestToken = token,
        TransactItems =
        [
            new()
            {
                Update = new()
                {
                    TableName = table,
                    Key = Item(("pk", S("a"))),
                    UpdateExpression = "SET n = n + :one",
                    ConditionExpression = check,
                    ExpressionAttributeValues = Item((":one", N(1))),
                    ReturnValuesOnConditionCheckFailure = "ALL_OLD",
                },
            },
            new() { Delete = new() { TableName = table, Key = Item(("pk", S("b"))) } },
            new() { Put = new() { TableName = table, Item = Item(("pk", S("c"))) } },
        ],
    });
}
