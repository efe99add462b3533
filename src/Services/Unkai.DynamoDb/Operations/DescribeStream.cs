using Unkai.Api;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>A stream and its shards of the last day, up to 100 a page.</summary>
internal sealed class DescribeStream : IOperation<DescribeStreamInput, DescribeStreamOutput>
{
    private const int ShardsMax = 100;

    public async ValueTask<Outcome<DescribeStreamOutput>> ExecuteAsync(Call call, DescribeStreamInput request) => await call.ReadAsync<Outcome<DescribeStreamOutput>>(async snapshot =>
    {
        var found = await StreamLookup.FindAsync(snapshot, request.StreamArn!);
        if (found.IsError)
        {
            return found.Error;
        }

        var stream = found.Value;
        var all = await StreamLookup.ShardsAsync(snapshot, stream.Id, call.Clock.GetUtcNow());
        var wanted = request.ShardFilter is { Type: "CHILD_SHARDS" } filter ? ShardIds.Parse(filter.ShardId ?? "") is { } parent ? all.FindAll(shard => shard.Number == parent + 1) : [] : all;
        if (request.ExclusiveStartShardId is { } after)
        {
            if (ShardIds.Parse(after) is not { } number)
            {
                return DynamoDbErrors.Validation($"Invalid ShardId: {after}");
            }

            wanted = wanted.FindAll(shard => shard.Number > number);
        }

        var page = wanted.Take(Math.Min(request.Limit ?? ShardsMax, ShardsMax)).ToList();
        var shards = new List<Shard>();
        foreach (var shard in page)
        {
            shards.Add(await DescribeAsync(snapshot, stream, shard, all.Find(one => one.Number == shard.Number - 1)));
        }

        return new DescribeStreamOutput
        {
            StreamDescription = new StreamDescription
            {
                StreamArn = stream.Arn,
                StreamLabel = stream.Label,
                StreamStatus = stream.EndedAt is null ? "ENABLED" : "DISABLED",
                StreamViewType = stream.ViewType,
                CreationRequestDateTime = stream.CreatedAt,
                TableName = stream.Table,
                KeySchema = [.. stream.Key.Parts.Select((part, i) => new KeySchemaElement { AttributeName = part.Name, KeyType = i == 0 ? "HASH" : "RANGE" })],
                Shards = shards,
                LastEvaluatedShardId = wanted.Count > page.Count ? shards[^1].ShardId : null,
            },
        };
    });

    private static async ValueTask<Shard> DescribeAsync(Snapshot snapshot, StreamInfo stream, ShardRecord shard, ShardRecord? parent)
    {
        var oldest = await ShardReader.FirstAsync(snapshot, stream.Id, shard.Number) ?? SequenceNumbers.BeforeAll;
        var newest = await ShardReader.NewestAsync(snapshot, stream.Id, shard.Number) ?? oldest;
        return new Shard
        {
            ShardId = ShardIds.Of(shard),
            ParentShardId = parent is null ? null : ShardIds.Of(parent),
            SequenceNumberRange = new SequenceNumberRange
            {
                StartingSequenceNumber = SequenceNumbers.Of(oldest),
                EndingSequenceNumber = shard.ClosedAt is null ? null : SequenceNumbers.Of(newest),
            },
        };
    }
}
