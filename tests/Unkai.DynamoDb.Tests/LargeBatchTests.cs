using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.Tests;

public sealed class LargeBatchTests
{
    [Fact]
    public async Task A_full_batch_of_the_largest_items_fits_a_table_of_many_indexes()
    {
        const int Indexes = 10;
        await using var cloud = await TestCloud.OpenAsync(onDisk: false);
        var dynamo = cloud.Call().DynamoDb;
        var created = await dynamo.CreateTableAsync(new CreateTableInput
        {
            TableName = "large",
            BillingMode = "PAY_PER_REQUEST",
            AttributeDefinitions = [new() { AttributeName = "pk", AttributeType = "S" }, new() { AttributeName = "by", AttributeType = "S" }],
            KeySchema = [new() { AttributeName = "pk", KeyType = "HASH" }],
            GlobalSecondaryIndexes =
            [
                .. Enumerable.Range(0, Indexes).Select(i => new GlobalSecondaryIndex
                {
                    IndexName = $"index-{i}",
                    KeySchema = [new() { AttributeName = "by", KeyType = "HASH" }],
                    Projection = new() { ProjectionType = "ALL" },
                }),
            ],
        });
        Assert.Null(created.Error);
        var text = new string('x', 390 * 1024);

        var written = await dynamo.BatchWriteItemAsync(new BatchWriteItemInput
        {
            RequestItems = new()
            {
                ["large"] =
                [
                    .. Enumerable.Range(0, 25).Select(i => new WriteRequest
                    {
                        PutRequest = new() { Item = new() { ["pk"] = new() { S = $"{i}" }, ["by"] = new() { S = "all" }, ["text"] = new() { S = text } } },
                    }),
                ],
            },
            ReturnConsumedCapacity = "TOTAL",
        });

        Assert.Null(written.Error);
        Assert.Equal("large", Assert.Single(written.Value.ConsumedCapacity!).TableName);
        Assert.Equal(25, (await dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "large" })).Value.Table!.ItemCount);
    }
}
