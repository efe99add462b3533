using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests;

/// <summary>Clients at once: transactions neither lose nor make anything, and a reader never sees half of one.</summary>
public sealed class ConcurrencyTests
{
    private const int Accounts = 6;
    private const int Balance = 100;

    [Fact]
    public async Task Transfers_between_accounts_keep_their_sum_at_every_moment()
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk: false);
        var dynamo = cloud.Call().DynamoDb;
        await CreateAsync(dynamo);
        for (var i = 0; i < Accounts; i++)
        {
            await dynamo.PutItemAsync(new PutItemInput { TableName = "accounts", Item = new() { ["pk"] = new() { S = $"{i}" }, ["n"] = new() { N = $"{Balance}" } } });
        }

        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(client => Task.Run(async () =>
        {
            var random = new Dice(client);
            for (var i = 0; i < 60; i++)
            {
                if (client < 4)
                {
                    var from = random.Next(Accounts);
                    var moved = await TransferAsync(cloud.Call().DynamoDb, from, (from + 1 + random.Next(Accounts - 1)) % Accounts, random.Next(40));
                    Interlocked.Add(ref done, moved ? 1 : 0);
                }
                else
                {
                    Assert.Equal(Accounts * Balance, await SumAsync(cloud.Call().DynamoDb));
                }
            }
        })));

        Assert.True(done > 0);
        Assert.Equal(Accounts * Balance, await SumAsync(dynamo));
    }

    [Fact]
    public async Task Counting_up_one_item_from_many_clients_loses_nothing()
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk: false);
        await CreateAsync(cloud.Call().DynamoDb);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.Null((await cloud.Call().DynamoDb.UpdateItemAsync(new UpdateItemInput
                {
                    TableName = "accounts",
                    Key = new() { ["pk"] = new() { S = "hot" } },
                    UpdateExpression = "ADD n :one",
                    ExpressionAttributeValues = new() { [":one"] = new() { N = "1" } },
                })).Error);
            }
        })));

        Assert.Equal("400", (await cloud.Call().DynamoDb.GetItemAsync(new GetItemInput { TableName = "accounts", Key = new() { ["pk"] = new() { S = "hot" } } })).Value.Item!["n"].N);
    }

    private static async Task CreateAsync(DynamoDbClient dynamo) => Assert.Null((await dynamo.CreateTableAsync(new CreateTableInput
    {
        TableName = "accounts",
        BillingMode = "PAY_PER_REQUEST",
        KeySchema = [new() { AttributeName = "pk", KeyType = "HASH" }],
        AttributeDefinitions = [new() { AttributeName = "pk", AttributeType = "S" }],
    })).Error);

    private static async Task<bool> TransferAsync(DynamoDbClient dynamo, int from, int to, int amount)
    {
        Unkai.Api.DynamoDb.TransactWriteItem Add(int account, int delta, string? condition) => new()
        {
            Update = new()
            {
                TableName = "accounts",
                Key = new() { ["pk"] = new() { S = $"{account}" } },
                UpdateExpression = "ADD n :delta",
                ConditionExpression = condition,
                ExpressionAttributeValues = condition is null
                    ? new() { [":delta"] = new() { N = $"{delta}" } }
                    : new() { [":delta"] = new() { N = $"{delta}" }, [":least"] = new() { N = $"{-delta}" } },
            },
        };
        var answer = await dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput { TransactItems = [Add(from, -amount, "n >= :least"), Add(to, amount, null)] });
        Assert.True(answer.Error is null or { Code: "TransactionCanceledException" }, answer.Error?.Message);
        return answer.Error is null;
    }

    private static async Task<int> SumAsync(DynamoDbClient dynamo)
    {
        var read = await dynamo.TransactGetItemsAsync(new TransactGetItemsInput
        {
            TransactItems = [.. Enumerable.Range(0, Accounts).Select(i => new TransactGetItem { Get = new() { TableName = "accounts", Key = new() { ["pk"] = new() { S = $"{i}" } } } })],
        });
        return read.Value.Responses!.Sum(response => int.Parse(response.Item!["n"].N!, System.Globalization.CultureInfo.InvariantCulture));
    }
}
