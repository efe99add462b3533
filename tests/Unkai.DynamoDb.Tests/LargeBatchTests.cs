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

    [Fact]
    public async Task A_transaction_of_4_MB_fits_a_table_with_all_that_a_table_can_have()
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk: true);
        var dynamo = cloud.Call().DynamoDb;
        List<KeySchemaElement> Schema(string partition, string sort) => [new() { AttributeName = partition, KeyType = "HASH" }, new() { AttributeName = sort, KeyType = "RANGE" }];
        var created = await dynamo.CreateTableAsync(new CreateTableInput
        {
            TableName = "whole",
            BillingMode = "PAY_PER_REQUEST",
            AttributeDefinitions = [new() { AttributeName = "pk", AttributeType = "S" }, new() { AttributeName = "sk", AttributeType = "S" }, new() { AttributeName = "by", AttributeType = "S" }],
            KeySchema = Schema("pk", "sk"),
            LocalSecondaryIndexes =
            [
                .. Enumerable.Range(0, 5).Select(i => new LocalSecondaryIndex { IndexName = $"local-{i}", KeySchema = Schema("pk", "by"), Projection = new() { ProjectionType = "ALL" } }),
            ],
            GlobalSecondaryIndexes =
            [
                .. Enumerable.Range(0, 20).Select(i => new GlobalSecondaryIndex { IndexName = $"global-{i}", KeySchema = Schema("by", "sk"), Projection = new() { ProjectionType = "ALL" } }),
            ],
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = "NEW_AND_OLD_IMAGES" },
        });
        Assert.Null(created.Error);
        await dynamo.UpdateContinuousBackupsAsync(new UpdateContinuousBackupsInput { TableName = "whole", PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true } });

        foreach (var round in new[] { 'x', 'y' })
        {
            var written = await dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput
            {
                TransactItems =
                [
                    .. Enumerable.Range(0, 100).Select(i => new TransactWriteItem
                    {
                        Put = new()
                        {
                            TableName = "whole",
                            Item = new() { ["pk"] = new() { S = "p" }, ["sk"] = new() { S = $"{i}" }, ["by"] = new() { S = $"{round}" }, ["text"] = new() { S = new string(round, 41_000) } },
                        },
                    }),
                ],
            });
            Assert.Null(written.Error);
        }

        await cloud.RestartAsync();
        Assert.Equal(100, (await cloud.Call().DynamoDb.DescribeTableAsync(new DescribeTableInput { TableName = "whole" })).Value.Table!.GlobalSecondaryIndexes![19].ItemCount);
    }
}
