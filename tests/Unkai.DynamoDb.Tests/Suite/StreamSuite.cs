using Unkai.Api.DynamoDb;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using DynamoDbStreamsClient = Unkai.Api.DynamoDbStreams.DynamoDbStreamsClient;
using Record = Unkai.Api.DynamoDbStreams.Record;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class StreamSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    private DynamoDbStreamsClient Streams => Cloud.Call().DynamoDbStreams;

    [Fact]
    public async Task Every_change_leaves_one_record_and_no_change_leaves_none()
    {
        var (table, stream) = await StreamedAsync("NEW_AND_OLD_IMAGES");
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));
        await Dynamo.UpdateItemAsync(new UpdateItemInput { TableName = table, Key = Item(("pk", S("a"))), UpdateExpression = "SET n = :v", ExpressionAttributeValues = Item((":v", N(2))) });
        await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("a"))) });
        await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("a"))) });
        await Cloud.RestartAsync();

        var records = await AllAsync(stream);

        Assert.Equal(["INSERT -:1", "MODIFY 1:2", "REMOVE 2:-"], records.Select(record =>
            $"{record.EventName} {record.Dynamodb!.OldImage?["n"].N ?? "-"}:{record.Dynamodb.NewImage?["n"].N ?? "-"}"));
        Assert.All(records, record => Assert.Equal(("a", "us-east-1", "aws:dynamodb"), (record.Dynamodb!.Keys!["pk"].S, record.AwsRegion, record.EventSource)));
        Assert.Equal(3, records.Select(record => record.Dynamodb!.SequenceNumber).Order(StringComparer.Ordinal).Distinct().Count());
    }

    [Theory]
    [InlineData("KEYS_ONLY", false, false)]
    [InlineData("NEW_IMAGE", false, true)]
    [InlineData("OLD_IMAGE", true, false)]
    public async Task A_view_shows_what_it_is_for(string view, bool hasOld, bool hasNew)
    {
        var (table, stream) = await StreamedAsync(view);
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));
        await PutAsync(table, ("pk", S("a")), ("n", N(2)));

        var record = (await AllAsync(stream))[1].Dynamodb!;
        Assert.Equal((hasOld, hasNew, view), (record.OldImage is not null, record.NewImage is not null, record.StreamViewType));
    }

    [Fact]
    public async Task Iterators_begin_at_the_end_at_a_record_and_after_it_and_expire()
    {
        var (table, stream) = await StreamedAsync("KEYS_ONLY");
        await PutAsync(table, ("pk", S("a")));
        await PutAsync(table, ("pk", S("b")));
        var shard = Assert.Single((await DescribeAsync(stream)).Shards!).ShardId!;
        var first = (await AllAsync(stream))[0].Dynamodb!.SequenceNumber;
        var latest = await IteratorAsync(stream, shard, "LATEST");
        await PutAsync(table, ("pk", S("c")));

        Assert.Equal("c", Assert.Single((await ReadAsync(latest)).Records!).Dynamodb!.Keys!["pk"].S);
        Assert.Equal(["a", "b", "c"], (await ReadAsync(await IteratorAsync(stream, shard, "AT_SEQUENCE_NUMBER", first))).Records!.Select(one => one.Dynamodb!.Keys!["pk"].S));
        Assert.Equal(["b", "c"], (await ReadAsync(await IteratorAsync(stream, shard, "AFTER_SEQUENCE_NUMBER", first))).Records!.Select(one => one.Dynamodb!.Keys!["pk"].S));
        var limited = (await Streams.GetRecordsAsync(new GetRecordsInput { ShardIterator = await IteratorAsync(stream, shard, "TRIM_HORIZON"), Limit = 2 })).Value;
        Assert.Equal(2, limited.Records!.Count);
        Assert.Single((await ReadAsync(limited.NextShardIterator!)).Records!);
        Cloud.Advance(901);
        Assert.Equal("ExpiredIteratorException", (await Streams.GetRecordsAsync(new GetRecordsInput { ShardIterator = latest })).Error!.Code);
    }

    [Fact]
    public async Task A_shard_closes_after_four_hours_and_its_child_goes_on()
    {
        var (table, stream) = await StreamedAsync("KEYS_ONLY");
        await PutAsync(table, ("pk", S("a")));
        Cloud.Advance(4 * 3600);
        await PutAsync(table, ("pk", S("b")));

        var shards = (await DescribeAsync(stream)).Shards!;
        Assert.Equal(2, shards.Count);
        Assert.Equal(shards[0].ShardId, shards[1].ParentShardId);
        Assert.NotNull(shards[0].SequenceNumberRange!.EndingSequenceNumber);
        Assert.Null(shards[1].SequenceNumberRange!.EndingSequenceNumber);
        var closed = await ReadAsync(await IteratorAsync(stream, shards[0].ShardId!, "TRIM_HORIZON"));
        Assert.Single(closed.Records!);
        Assert.Null(closed.NextShardIterator);
        Assert.Equal(["a", "b"], (await AllAsync(stream)).Select(one => one.Dynamodb!.Keys!["pk"].S));
    }

    [Fact]
    public async Task Records_are_kept_for_a_day()
    {
        var (table, stream) = await StreamedAsync("KEYS_ONLY");
        await PutAsync(table, ("pk", S("old")));
        var number = (await AllAsync(stream))[0].Dynamodb!.SequenceNumber;
        Cloud.Advance(23 * 3600);
        await PutAsync(table, ("pk", S("young")));
        Cloud.Advance(2 * 3600);

        Assert.Equal(["young"], (await AllAsync(stream)).Select(one => one.Dynamodb!.Keys!["pk"].S));
        Cloud.Advance(24 * 3600);
        await Cloud.SettleAsync();
        Assert.Empty(await AllAsync(stream));
        var shard = (await DescribeAsync(stream)).Shards![^1].ShardId!;
        Assert.NotNull(number);
        Assert.Single((await DescribeAsync(stream)).Shards!);
        Assert.NotNull(shard);
    }

    [Fact]
    public async Task A_stream_outlives_its_table_by_a_day()
    {
        var (table, stream) = await StreamedAsync("KEYS_ONLY");
        await PutAsync(table, ("pk", S("a")));
        await Dynamo.DeleteTableAsync(new DeleteTableInput { TableName = table });

        Assert.Equal("DISABLED", (await DescribeAsync(stream)).StreamStatus);
        Assert.Single(await AllAsync(stream));
        Assert.Single((await Streams.ListStreamsAsync(new ListStreamsInput { TableName = table })).Value.Streams!);
        Cloud.Advance(24 * 3600);
        await Cloud.SettleAsync();
        Assert.Equal("ResourceNotFoundException", (await Streams.DescribeStreamAsync(new DescribeStreamInput { StreamArn = stream })).Error!.Code);
        Assert.Empty((await Streams.ListStreamsAsync(new ListStreamsInput())).Value.Streams!);
    }

    [Fact]
    public async Task What_time_to_live_removes_is_removed_by_the_service()
    {
        var (table, stream) = await StreamedAsync("KEYS_ONLY");
        await Dynamo.UpdateTimeToLiveAsync(new UpdateTimeToLiveInput { TableName = table, TimeToLiveSpecification = new() { Enabled = true, AttributeName = "ttl" } });
        await PutAsync(table, ("pk", S("a")), ("ttl", N(TestCloud.Start.ToUnixTimeSeconds() + 10)));
        Cloud.Advance(120);
        await Cloud.SettleAsync();

        var records = await AllAsync(stream);
        Assert.Equal(["INSERT", "REMOVE"], records.Select(one => one.EventName));
        Assert.Null(records[0].UserIdentity);
        Assert.Equal(("dynamodb.amazonaws.com", "Service"), (records[1].UserIdentity!.PrincipalId, records[1].UserIdentity!.Type));
    }

    [Fact]
    public async Task A_stream_is_switched_on_and_off()
    {
        var table = await TableAsync();
        var on = (await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, StreamSpecification = new() { StreamEnabled = true, StreamViewType = "KEYS_ONLY" } })).Value.TableDescription!;
        Assert.Equal($"arn:aws:dynamodb:us-east-1:123456789012:table/{table}/stream/2030-01-01T00:00:00.000", on.LatestStreamArn);
        Assert.Equal("ValidationException", (await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, StreamSpecification = new() { StreamEnabled = true, StreamViewType = "KEYS_ONLY" } })).Error!.Code);
        Assert.Null((await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, StreamSpecification = new() { StreamEnabled = false } })).Error);
        await PutAsync(table, ("pk", S("unseen")));

        Assert.Empty(await AllAsync(on.LatestStreamArn!));
        var described = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!;
        Assert.Equal((null, on.LatestStreamArn), (described.StreamSpecification, described.LatestStreamArn));
    }

    private async Task<(string Table, string Stream)> StreamedAsync(string view)
    {
        var table = await TableAsync(change: one => one.StreamSpecification = new() { StreamEnabled = true, StreamViewType = view });
        return (table, (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.LatestStreamArn!);
    }

    private async Task<StreamDescription> DescribeAsync(string stream) => (await Streams.DescribeStreamAsync(new DescribeStreamInput { StreamArn = stream })).Value.StreamDescription!;

    private async Task<string> IteratorAsync(string stream, string shard, string type, string? number = null) =>
        (await Streams.GetShardIteratorAsync(new GetShardIteratorInput { StreamArn = stream, ShardId = shard, ShardIteratorType = type, SequenceNumber = number })).Value.ShardIterator!;

    private async Task<GetRecordsOutput> ReadAsync(string iterator) => (await Streams.GetRecordsAsync(new GetRecordsInput { ShardIterator = iterator })).Value;

    private async Task<List<Record>> AllAsync(string stream)
    {
        var all = new List<Record>();
        foreach (var shard in (await DescribeAsync(stream)).Shards!)
        {
            all.AddRange((await ReadAsync(await IteratorAsync(stream, shard.ShardId!, "TRIM_HORIZON"))).Records!);
        }

        return all;
    }
}
