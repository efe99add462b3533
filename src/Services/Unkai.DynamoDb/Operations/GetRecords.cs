using Unkai.Api;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Changes of a shard from an iterator on: up to 1000 and a megabyte. A closed shard's last page has no next iterator.</summary>
internal sealed class GetRecords : IOperation<GetRecordsInput, GetRecordsOutput>
{
    private const int RecordsMax = 1000;

    public async ValueTask<Outcome<GetRecordsOutput>> ExecuteAsync(Call call, GetRecordsInput request)
    {
        if (request.Limit > RecordsMax)
        {
            return DynamoDbErrors.Validation(
                $"1 validation error detected: Value '{request.Limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to {RecordsMax}");
        }

        if (ShardIterator.Parse(request.ShardIterator!) is not { } iterator)
        {
            return DynamoDbErrors.Validation("Invalid ShardIterator");
        }

        var now = call.Clock.GetUtcNow();
        if (iterator.MadeAt + ShardIterator.Life < now)
        {
            return new AwsError("ExpiredIteratorException", 400, "The provided shard iterator has expired. Shard iterators are valid for 15 minutes from the time at which they were created.");
        }

        return await call.ReadAsync<Outcome<GetRecordsOutput>>(async snapshot =>
        {
            if (await StreamLookup.GetAsync(snapshot, iterator.Stream) is not { } stream)
            {
                return StreamLookup.NotFound(iterator.Text.Split('|')[0]);
            }

            if (await DynamoDbTables.Shards.GetAsync(snapshot, (stream.Id, iterator.Shard)) is not { } shard)
            {
                return new AwsError("TrimmedDataAccessException", 400, "The operation attempted to read past the oldest stream record in a shard.");
            }

            var limit = request.Limit ?? RecordsMax;
            var changes = await ShardReader.ReadAsync(snapshot, stream.Id, iterator.Shard, iterator.After, now, limit);
            var last = changes.Count > 0 ? changes[^1].Stamp : iterator.After;
            var isAtEnd = shard.ClosedAt is not null && (await ShardReader.NewestAsync(snapshot, stream.Id, iterator.Shard) is not { } newest || last >= newest);
            return new GetRecordsOutput
            {
                Records = [.. changes.Select(one => Describe(stream, one.Stamp, one.Change))],
                NextShardIterator = isAtEnd ? null : (iterator with { After = last, MadeAt = now }).Text,
            };
        });
    }

    private static Record Describe(StreamInfo stream, CommitStamp stamp, StreamChange change) => new()
    {
        EventID = change.EventId.ToString("N"),
        EventName = change.Name,
        EventVersion = "1.1",
        EventSource = "aws:dynamodb",
        AwsRegion = stream.Region,
        UserIdentity = change.IsByService ? new Identity { PrincipalId = "dynamodb.amazonaws.com", Type = "Service" } : null,
        Dynamodb = new StreamRecord
        {
            ApproximateCreationDateTime = DateTimeOffset.FromUnixTimeSeconds(change.At.ToUnixTimeSeconds()),
            Keys = StreamValues.Write(change.Keys),
            NewImage = change.New is { } item ? StreamValues.Write(item) : null,
            OldImage = change.Old is { } old ? StreamValues.Write(old) : null,
            SequenceNumber = SequenceNumbers.Of(stamp),
            SizeBytes = change.SizeBytes,
            StreamViewType = stream.ViewType,
        },
    };
}
