using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Unkai.Sdk.Tests;

/// <summary>What the AWS SDK for .NET does to DynamoDB: the client, the document model and the object mapper.</summary>
public sealed class DotNetDynamoDbTests(SdkCloud cloud) : IDisposable
{
    private readonly AmazonDynamoDBClient _dynamoDb = new(
        new BasicAWSCredentials("test", "test"),
        new AmazonDynamoDBConfig { ServiceURL = cloud.Address.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    private readonly string _table = $"dotnet-{Guid.CreateVersion7():N}";

    public void Dispose() => _dynamoDb.Dispose();

    [Fact]
    public async Task The_client_reads_what_it_wrote_and_its_exceptions_are_typed()
    {
        await CreateAsync();
        await _dynamoDb.PutItemAsync(_table, new() { ["pk"] = new("a"), ["sk"] = new() { N = "1" }, ["list"] = new() { L = [new("x")], IsLSet = true } }, TestContext.Current.CancellationToken);

        var read = await _dynamoDb.GetItemAsync(_table, new() { ["pk"] = new("a"), ["sk"] = new() { N = "1" } }, TestContext.Current.CancellationToken);
        Assert.Equal("x", read.Item["list"].L[0].S);
        var failed = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => _dynamoDb.PutItemAsync(new PutItemRequest
        {
            TableName = _table,
            Item = read.Item,
            ConditionExpression = "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure = Amazon.DynamoDBv2.ReturnValuesOnConditionCheckFailure.ALL_OLD,
        }, TestContext.Current.CancellationToken));
        Assert.Equal("The conditional request failed", failed.Message);
        Assert.Equal("a", failed.Item["pk"].S);
        var cancelled = await Assert.ThrowsAsync<TransactionCanceledException>(() => _dynamoDb.TransactWriteItemsAsync(new TransactWriteItemsRequest
        {
            TransactItems = [new() { ConditionCheck = new() { TableName = _table, Key = new() { ["pk"] = new("none"), ["sk"] = new() { N = "1" } }, ConditionExpression = "attribute_exists(pk)" } }],
        }, TestContext.Current.CancellationToken));
        Assert.Equal("ConditionalCheckFailed", cancelled.CancellationReasons[0].Code);
    }

    [Fact]
    public async Task What_throttles_is_a_typed_exception_with_its_reasons()
    {
        await _dynamoDb.CreateTableAsync(new CreateTableRequest
        {
            TableName = _table,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            ProvisionedThroughput = new(1, 1),
            Tags = [new() { Key = "unkai:throughput", Value = "enforced" }],
        }, TestContext.Current.CancellationToken);
        Dictionary<string, AttributeValue> item = new() { ["pk"] = new("a"), ["text"] = new(new string('x', 390 * 1024)) };
        await _dynamoDb.PutItemAsync(_table, item, TestContext.Current.CancellationToken);

        var throttled = await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(() => _dynamoDb.PutItemAsync(_table, item, TestContext.Current.CancellationToken));
        Assert.Contains("UpdateTable API", throttled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paginators_go_through_all_pages()
    {
        await CreateAsync();
        for (var i = 0; i < 7; i++)
        {
            await _dynamoDb.PutItemAsync(_table, new() { ["pk"] = new("a"), ["sk"] = new() { N = $"{i}" } }, TestContext.Current.CancellationToken);
        }

        var seen = new List<string>();
        await foreach (var page in _dynamoDb.Paginators.Query(new QueryRequest
        {
            TableName = _table,
            KeyConditionExpression = "pk = :p",
            ExpressionAttributeValues = new() { [":p"] = new("a") },
            Limit = 2,
        }).Responses)
        {
            seen.AddRange(page.Items.Select(item => item["sk"].N));
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], seen);
    }

    [Fact]
    public async Task The_document_model_puts_updates_and_searches()
    {
        await CreateAsync();
        var table = new TableBuilder(_dynamoDb, _table).AddHashKey("pk", DynamoDBEntryType.String).AddRangeKey("sk", DynamoDBEntryType.Numeric).Build();
        await table.PutItemAsync(new Document { ["pk"] = "a", ["sk"] = 1, ["name"] = "first", ["tags"] = new List<string> { "x", "y" } }, TestContext.Current.CancellationToken);
        await table.UpdateItemAsync(new Document { ["pk"] = "a", ["sk"] = 1, ["name"] = "changed" }, TestContext.Current.CancellationToken);

        var found = await table.GetItemAsync("a", 1, TestContext.Current.CancellationToken);
        Assert.Equal(("changed", 2), (found["name"].AsString(), found["tags"].AsListOfString().Count));
        Assert.Single(await table.Query("a", new QueryFilter("sk", QueryOperator.GreaterThan, 0)).GetRemainingAsync(TestContext.Current.CancellationToken));
        await table.DeleteItemAsync("a", 1, TestContext.Current.CancellationToken);
        Assert.Null(await table.GetItemAsync("a", 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_mapper_keeps_objects_and_their_versions()
    {
        await CreateAsync();
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => _dynamoDb).Build();
        var configuration = new SaveConfig { OverrideTableName = _table };
        var note = new Note { Owner = "a", Number = 1, Text = "hello 雲海", At = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc), Tags = ["x"] };
        await context.SaveAsync(note, configuration, TestContext.Current.CancellationToken);
        var stale = new Note { Owner = "a", Number = 1, Text = "stale", Version = 0 };
        note.Text = "again";
        await context.SaveAsync(note, configuration, TestContext.Current.CancellationToken);

        var loaded = await context.LoadAsync<Note>("a", 1, new LoadConfig { OverrideTableName = _table }, TestContext.Current.CancellationToken);
        Assert.Equal(("again", 1, note.At), (loaded.Text, loaded.Version, loaded.At.ToUniversalTime()));
        await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => context.SaveAsync(stale, configuration, TestContext.Current.CancellationToken));
        Assert.Single(await context.QueryAsync<Note>("a", new QueryConfig { OverrideTableName = _table }).GetRemainingAsync(TestContext.Current.CancellationToken));
    }

    private async Task CreateAsync() => await _dynamoDb.CreateTableAsync(new CreateTableRequest
    {
        TableName = _table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
        AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.N)],
    });

    [DynamoDBTable("overridden")]
    private sealed class Note
    {
        [DynamoDBHashKey("pk")]
        public string Owner { get; set; } = "";

        [DynamoDBRangeKey("sk")]
        public int Number { get; set; }

        [DynamoDBProperty("text")]
        public string Text { get; set; } = "";

        public DateTime At { get; set; }

        public List<string> Tags { get; set; } = [];

        [DynamoDBVersion]
        public int? Version { get; set; }
    }
}
