using System.Collections.Concurrent;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.History;

/// <summary>Many clients at once on few items: what they all saw fits one order of all their requests, which also is that of time.</summary>
public sealed class SerializabilityTests
{
    private const int Clients = 8;
    private const int StepsPerClient = 60;

    private long _tick;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transactions_and_single_requests_are_strictly_serializable(bool onDisk)
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk);
        await CreateAsync(cloud);
        var history = new ConcurrentQueue<HistoryStep>();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(() => ClientOf(cloud, number, history).RunAsync(StepsPerClient))));
        await ClientOf(cloud, Clients, history).ReadAllAsync();

        Assert.Null(HistoryChecker.Check([.. history]));
        Assert.True(history.Count(step => step.IsDone && step.Appends.Count > 1) > Clients);
        Assert.Contains(history, step => !step.IsDone);
    }

    [Fact]
    public async Task Reads_one_after_another_that_pretend_to_be_one_are_seen()
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk: false);
        await CreateAsync(cloud);
        var dynamo = cloud.Call().DynamoDb;
        var history = new List<HistoryStep>();
        async Task AppendAsync(int value)
        {
            var began = ++_tick;
            TransactWriteItem Append(string key) => new()
            {
                Update = new()
                {
                    TableName = "lists",
                    Key = new() { ["pk"] = new() { S = key } },
                    UpdateExpression = "SET l = list_append(if_not_exists(l, :none), :v)",
                    ExpressionAttributeValues = new() { [":none"] = new() { L = [] }, [":v"] = new() { L = [new() { N = $"{value}" }] } },
                },
            };
            Assert.Null((await dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput { TransactItems = [Append("x"), Append("y")] })).Error);
            history.Add(new HistoryStep($"append {value}", began, ++_tick, true, [], [("x", value), ("y", value)]));
        }

        async Task<List<int>> ReadAsync(string key) =>
            (await dynamo.GetItemAsync(new GetItemInput { TableName = "lists", Key = new() { ["pk"] = new() { S = key } } })).Value.Item!["l"].L!
                .ConvertAll(value => int.Parse(value.N!, System.Globalization.CultureInfo.InvariantCulture));

        await AppendAsync(1);
        var start = ++_tick;
        var x = await ReadAsync("x");
        await AppendAsync(2);
        var y = await ReadAsync("y");
        history.Add(new HistoryStep("pretender", start, ++_tick, true, [("x", x), ("y", y)], []));

        Assert.StartsWith("G-single: ", HistoryChecker.Check([.. history, new HistoryStep("end", ++_tick, ++_tick, true, [("x", await ReadAsync("x"))], [])]), StringComparison.Ordinal);
    }

    private HistoryClient ClientOf(TestCloud cloud, int number, ConcurrentQueue<HistoryStep> history) => new(cloud, "lists", number, history, () => Interlocked.Increment(ref _tick));

    private static async Task CreateAsync(TestCloud cloud) => Assert.Null((await cloud.Call().DynamoDb.CreateTableAsync(new CreateTableInput
    {
        TableName = "lists",
        BillingMode = "PAY_PER_REQUEST",
        KeySchema = [new() { AttributeName = "pk", KeyType = "HASH" }],
        AttributeDefinitions = [new() { AttributeName = "pk", AttributeType = "S" }],
    })).Error);
}
