using FsCheck;
using FsCheck.Fluent;
using Unkai.Api.DynamoDb;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using AttributeValue = Unkai.Api.DynamoDb.AttributeValue;

namespace Unkai.DynamoDb.Tests;

/// <summary>Random tables and operations against a dictionary: items, both kinds of index, sizes, the stream's replay, and a restore to a moment.</summary>
public sealed class ModelTests
{
    private const string Table = "model";

    [Fact]
    public void A_table_is_what_a_dictionary_would_be() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed => RunAsync(seed).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task RunAsync(int seed)
    {
        var random = new Dice(seed);
        await using var cloud = await TestCloud.OpenAsync(onDisk: false, isOneOfMany: true);
        await CreateAsync(cloud);
        var model = new SortedDictionary<(string, int), Dictionary<string, AttributeValue>>();
        for (var step = 0; step < 40; step++)
        {
            await StepAsync(cloud, random, model);
        }

        await CheckTableAsync(cloud, model);
        await CheckIndexAsync(cloud, model, "global", "kind", "weight");
        await CheckIndexAsync(cloud, model, "local", "pk", "weight");
        await CheckStreamAsync(cloud, model);
    }

    private static async Task CreateAsync(TestCloud cloud)
    {
        var created = await cloud.Call().DynamoDb.CreateTableAsync(new CreateTableInput
        {
            TableName = Table,
            BillingMode = "PAY_PER_REQUEST",
            AttributeDefinitions = [Attribute("pk", "S"), Attribute("sk", "N"), Attribute("kind", "S"), Attribute("weight", "N")],
            KeySchema = [Key("pk", "HASH"), Key("sk", "RANGE")],
            GlobalSecondaryIndexes = [new() { IndexName = "global", KeySchema = [Key("kind", "HASH"), Key("weight", "RANGE")], Projection = new() { ProjectionType = "ALL" } }],
            LocalSecondaryIndexes = [new() { IndexName = "local", KeySchema = [Key("pk", "HASH"), Key("weight", "RANGE")], Projection = new() { ProjectionType = "ALL" } }],
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = "NEW_AND_OLD_IMAGES" },
        });
        Assert.Null(created.Error);
    }

    private static async Task StepAsync(TestCloud cloud, Dice random, SortedDictionary<(string, int), Dictionary<string, AttributeValue>> model)
    {
        var dynamo = cloud.Call().DynamoDb;
        var key = ($"p{random.Next(3)}", random.Next(4) - 2);
        var wire = KeyOf(key);
        model.TryGetValue(key, out var old);
        switch (random.Next(6))
        {
            case 0 or 1:
                var item = ItemOf(random, key);
                Assert.Null((await dynamo.PutItemAsync(new PutItemInput { TableName = Table, Item = item })).Error);
                model[key] = item;
                break;
            case 2:
                var deleted = await dynamo.DeleteItemAsync(new DeleteItemInput { TableName = Table, Key = wire, ReturnValues = "ALL_OLD" });
                Assert.Equal(Show(old), Show(deleted.Value.Attributes));
                model.Remove(key);
                break;
            case 3:
                var amount = random.Next(5);
                var updated = await dynamo.UpdateItemAsync(new UpdateItemInput
                {
                    TableName = Table,
                    Key = wire,
                    UpdateExpression = "ADD weight :n REMOVE kind",
                    ExpressionAttributeValues = new() { [":n"] = new() { N = $"{amount}" } },
                    ReturnValues = "ALL_NEW",
                });
                var changed = old is null ? KeyOf(key) : new Dictionary<string, AttributeValue>(old);
                changed["weight"] = new() { N = $"{(changed.TryGetValue("weight", out var size) ? int.Parse(size.N!, System.Globalization.CultureInfo.InvariantCulture) : 0) + amount}" };
                changed.Remove("kind");
                model[key] = changed;
                Assert.Equal(Show(changed), Show(updated.Value.Attributes));
                break;
            case 4:
                var conditional = ItemOf(random, key);
                var put = await dynamo.PutItemAsync(new PutItemInput { TableName = Table, Item = conditional, ConditionExpression = "attribute_not_exists(pk)" });
                Assert.Equal(old is null ? null : "ConditionalCheckFailedException", put.Error?.Code);
                model.TryAdd(key, conditional);
                break;
            default:
                await TransactAsync(dynamo, random, model);
                break;
        }
    }

    private static async Task TransactAsync(DynamoDbClient dynamo, Dice random, SortedDictionary<(string, int), Dictionary<string, AttributeValue>> model)
    {
        var check = ($"p{random.Next(3)}", random.Next(2));
        var put = ($"p{random.Next(3)}", -1);
        var delete = ($"p{random.Next(3)}", -2);
        var item = ItemOf(random, put);
        var done = await dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput
        {
            TransactItems =
            [
                new() { ConditionCheck = new() { TableName = Table, Key = KeyOf(check), ConditionExpression = "attribute_exists(pk)" } },
                new() { Put = new() { TableName = Table, Item = item } },
                new() { Delete = new() { TableName = Table, Key = KeyOf(delete) } },
            ],
        });
        Assert.Equal(model.ContainsKey(check) ? null : "TransactionCanceledException", done.Error?.Code);
        if (done.Error is null)
        {
            model[put] = item;
            model.Remove(delete);
        }
    }

    private static async Task CheckTableAsync(TestCloud cloud, SortedDictionary<(string, int), Dictionary<string, AttributeValue>> model)
    {
        var found = new List<string>();
        Dictionary<string, AttributeValue>? start = null;
        do
        {
            var page = (await cloud.Call().DynamoDb.ScanAsync(new ScanInput { TableName = Table, Limit = 3, ExclusiveStartKey = start })).Value;
            found.AddRange(page.Items!.Select(Show));
            start = page.LastEvaluatedKey;
        }
        while (start is not null);
        Assert.Equal(model.Values.Select(Show).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        foreach (var partition in model.GroupBy(entry => entry.Key.Item1))
        {
            var queried = (await cloud.Call().DynamoDb.QueryAsync(new QueryInput
            {
                TableName = Table,
                KeyConditionExpression = "pk = :p",
                ExpressionAttributeValues = new() { [":p"] = new() { S = partition.Key } },
            })).Value;
            Assert.Equal(partition.Select(entry => Show(entry.Value)), queried.Items!.Select(Show));
        }

        var described = (await cloud.Call().DynamoDb.DescribeTableAsync(new DescribeTableInput { TableName = Table })).Value.Table!;
        Assert.Equal(model.Count, described.ItemCount);
        Assert.Equal(model.Values.Count(item => item.ContainsKey("weight")), described.LocalSecondaryIndexes![0].ItemCount);
        Assert.Equal(model.Values.Count(item => item.ContainsKey("weight") && item.ContainsKey("kind")), described.GlobalSecondaryIndexes![0].ItemCount);
    }

    private static async Task CheckIndexAsync(TestCloud cloud, SortedDictionary<(string, int), Dictionary<string, AttributeValue>> model, string index, string partition, string sort)
    {
        var expected = model.Values.Where(item => item.ContainsKey(partition) && item.ContainsKey(sort)).ToList();
        var scanned = (await cloud.Call().DynamoDb.ScanAsync(new ScanInput { TableName = Table, IndexName = index })).Value;
        Assert.Equal(expected.Select(Show).Order(StringComparer.Ordinal), scanned.Items!.Select(Show).Order(StringComparer.Ordinal));
        foreach (var group in expected.GroupBy(item => item[partition].S!))
        {
            var queried = (await cloud.Call().DynamoDb.QueryAsync(new QueryInput
            {
                TableName = Table,
                IndexName = index,
                KeyConditionExpression = $"#p = :p AND #s >= :min",
                ExpressionAttributeNames = new() { ["#p"] = partition, ["#s"] = sort },
                ExpressionAttributeValues = new() { [":p"] = new() { S = group.Key }, [":min"] = new() { N = "2" } },
            })).Value;
            var sizes = group.Select(item => int.Parse(item[sort].N!, System.Globalization.CultureInfo.InvariantCulture)).Where(size => size >= 2).Order();
            Assert.Equal(sizes, queried.Items!.Select(item => int.Parse(item[sort].N!, System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    private static async Task CheckStreamAsync(TestCloud cloud, SortedDictionary<(string, int), Dictionary<string, AttributeValue>> model)
    {
        var streams = cloud.Call().DynamoDbStreams;
        var arn = (await cloud.Call().DynamoDb.DescribeTableAsync(new DescribeTableInput { TableName = Table })).Value.Table!.LatestStreamArn!;
        var shard = (await streams.DescribeStreamAsync(new DescribeStreamInput { StreamArn = arn })).Value.StreamDescription!.Shards![0].ShardId!;
        var iterator = (await streams.GetShardIteratorAsync(new GetShardIteratorInput { StreamArn = arn, ShardId = shard, ShardIteratorType = "TRIM_HORIZON" })).Value.ShardIterator!;
        var replayed = new Dictionary<string, string>();
        foreach (var record in (await streams.GetRecordsAsync(new GetRecordsInput { ShardIterator = iterator })).Value.Records!)
        {
            var key = $"{record.Dynamodb!.Keys!["pk"].S}/{record.Dynamodb.Keys["sk"].N}";
            Assert.Equal(record.Dynamodb.OldImage is null ? null : Show(record.Dynamodb.OldImage), replayed.GetValueOrDefault(key));
            Assert.Equal((record.Dynamodb.OldImage, record.Dynamodb.NewImage) switch { (null, _) => "INSERT", (_, null) => "REMOVE", _ => "MODIFY" }, record.EventName);
            if (record.Dynamodb.NewImage is { } image)
            {
                replayed[key] = Show(image);
            }
            else
            {
                replayed.Remove(key);
            }
        }

        Assert.Equal(model.Values.Select(Show).Order(StringComparer.Ordinal), replayed.Values.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, AttributeValue> ItemOf(Dice random, (string, int) key)
    {
        var item = KeyOf(key);
        if (random.Next(3) > 0)
        {
            item["kind"] = new() { S = $"k{random.Next(2)}" };
        }

        if (random.Next(3) > 0)
        {
            item["weight"] = new() { N = $"{random.Next(6)}" };
        }

        return item;
    }

    private static Dictionary<string, AttributeValue> KeyOf((string Partition, int Sort) key) => new() { ["pk"] = new() { S = key.Partition }, ["sk"] = new() { N = $"{key.Sort}" } };

    private static string Show(Dictionary<string, AttributeValue>? item) =>
        item is null ? "" : string.Join(' ', item.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.S ?? pair.Value.N}"));

    private static string Show(Dictionary<string, Api.DynamoDbStreams.AttributeValue> item) =>
        string.Join(' ', item.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.S ?? pair.Value.N}"));

    private static AttributeDefinition Attribute(string name, string type) => new() { AttributeName = name, AttributeType = type };

    private static Api.DynamoDb.KeySchemaElement Key(string name, string type) => new() { AttributeName = name, KeyType = type };
}
