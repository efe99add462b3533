using Unkai.Api;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>A place in a shard from which GetRecords reads; it lasts 15 minutes.</summary>
internal sealed class GetShardIterator : IOperation<GetShardIteratorInput, GetShardIteratorOutput>
{
    public async ValueTask<Outcome<GetShardIteratorOutput>> ExecuteAsync(Call call, GetShardIteratorInput request) => await call.ReadAsync<Outcome<GetShardIteratorOutput>>(async snapshot =>
    {
        var found = await StreamLookup.FindAsync(snapshot, request.StreamArn!);
        if (found.IsError)
        {
            return found.Error;
        }

        var now = call.Clock.GetUtcNow();
        var stream = found.Value;
        var shards = await StreamLookup.ShardsAsync(snapshot, stream.Id, now);
        if (shards.Find(one => ShardIds.Of(one) == request.ShardId) is not { } shard)
        {
            return new AwsError(
                "ResourceNotFoundException", 400, "Requested resource not found: Shard does not exist");
        }

        var type = request.ShardIteratorType!;
        if (type is "AT_SEQUENCE_NUMBER" or "AFTER_SEQUENCE_NUMBER" == (request.SequenceNumber is null))
        {
            return DynamoDbErrors.Validation(request.SequenceNumber is null
                ? "The sequence number is required for shard iterators of type AT_SEQUENCE_NUMBER and AFTER_SEQUENCE_NUMBER"
                : $"The sequence number is not allowed for shard iterators of type {type}");
        }

        var after = await AfterAsync(snapshot, stream.Id, shard.Number, type, request.SequenceNumber, now);
        return after.IsError ? after.Error : new GetShardIteratorOutput
        {
            ShardIterator = new ShardIterator(new(stream.Account, stream.Region, stream.Table, stream.Label), shard.Number, after.Value, now).Text,
        };
    });

    private static async ValueTask<Outcome<CommitStamp?>> AfterAsync(Snapshot snapshot, long stream, int shard, string type, string? number, DateTimeOffset now)
    {
        switch (type)
        {
            case "TRIM_HORIZON":
                return (CommitStamp?)null;
            case "LATEST":
                return await ShardReader.NewestAsync(snapshot, stream, shard);
        }

        if (SequenceNumbers.Parse(number!) is not { } stamp)
        {
            return DynamoDbErrors.Validation($"Invalid SequenceNumber: {number}");
        }

        if (stamp != SequenceNumbers.BeforeAll && await ShardReader.OldestAsync(snapshot, stream, shard, now) is { } oldest && stamp < oldest)
        {
            return new AwsError("TrimmedDataAccessException", 400, "The operation attempted to read past the oldest stream record in a shard.");
        }

        return type == "AFTER_SEQUENCE_NUMBER" ? stamp : Before(stamp);
    }

    private static CommitStamp? Before(CommitStamp stamp) =>
        stamp.Order > 0 ? new CommitStamp(stamp.Sequence, (ushort)(stamp.Order - 1))
        : stamp.Sequence > 0 ? new CommitStamp(stamp.Sequence - 1, ushort.MaxValue)
        : null;
}
