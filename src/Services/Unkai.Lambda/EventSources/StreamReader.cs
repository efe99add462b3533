using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.EventSources;

/// <summary>Reads a mapping's stream from where the mapping stands, shard after shard.</summary>
internal sealed class StreamReader(Call call, FunctionReference reference, MappingRecord mapping, CancellationToken stop)
{
    private StreamPosition? _position;
    private string? _iterator;
    private bool _isLatest;

    /// <summary>The records that come next, up to a batch; null when the stream cannot be read.</summary>
    internal async ValueTask<List<Record>?> ReadAsync()
    {
        var streams = (await PollerCalls.AsRoleAsync(call, reference, stop)).DynamoDbStreams;
        if (_position is null && !await FindPositionAsync(streams))
        {
            return null;
        }

        while (true)
        {
            if (_iterator is null && !await FindIteratorAsync(streams))
            {
                return null;
            }

            var read = await streams.GetRecordsAsync(new GetRecordsInput { ShardIterator = _iterator, Limit = mapping.BatchSize });
            if (read.IsError)
            {
                _iterator = null;
                return read.Error.Code == "ExpiredIteratorException" && await FindIteratorAsync(streams) ? await ReadAsync() : null;
            }

            if (read.Value.Records is { Count: > 0 } records)
            {
                return _isLatest ? SkipOlder(records) : records;
            }

            if (read.Value.NextShardIterator is { } next)
            {
                _iterator = next;
                return [];
            }

            if (await FindChildAsync(streams) is not { } child)
            {
                return [];
            }

            (_position, _iterator) = (new StreamPosition(child, null), null);
        }
    }

    /// <summary>Everything up to a record is done with.</summary>
    internal async ValueTask DoneAsync(Record last)
    {
        var position = _position! with { After = last.Dynamodb!.SequenceNumber };
        (_position, _iterator, _isLatest) = (position, null, false);
        var key = Mappings.KeyOf(call, mapping.Uuid);
        await call.TransactAsync<bool>(async transaction =>
        {
            if (await LambdaTables.Mappings.GetAsync(transaction, key) is not null)
            {
                LambdaTables.Positions.Put(transaction, key, position);
            }

            return true;
        });
    }

    internal string Shard => _position!.Shard;

    private async ValueTask<bool> FindPositionAsync(DynamoDbStreamsClient streams)
    {
        _position = await call.ReadAsync(snapshot => LambdaTables.Positions.GetAsync(snapshot, Mappings.KeyOf(call, mapping.Uuid)));
        if (_position is not null)
        {
            return true;
        }

        var settings = mapping.Stream!;
        if (settings.StartingShard is { } latest)
        {
            (_position, _iterator, _isLatest) = (new StreamPosition(latest, null), settings.StartingIterator, false);
            return true;
        }

        var described = await streams.DescribeStreamAsync(new DescribeStreamInput { StreamArn = mapping.SourceArn });
        if (described.IsError || described.Value.StreamDescription!.Shards is not [var first, ..])
        {
            return false;
        }

        _position = new StreamPosition(first.ShardId!, null);
        return true;
    }

    private async ValueTask<bool> FindIteratorAsync(DynamoDbStreamsClient streams)
    {
        var after = _position!.After;
        var found = await streams.GetShardIteratorAsync(new GetShardIteratorInput
        {
            StreamArn = mapping.SourceArn,
            ShardId = _position.Shard,
            ShardIteratorType = after is null ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER",
            SequenceNumber = after,
        });
        if (found.IsError)
        {
            // What it would read next has been trimmed: it goes on with the oldest that is left.
            _position = found.Error.Code == "TrimmedDataAccessException" ? _position with { After = null } : null;
            await ForgetAsync();
            return false;
        }

        _iterator = found.Value.ShardIterator;
        _isLatest = after is null && mapping.Stream!.StartingShard == _position.Shard;
        return true;
    }

    private async ValueTask ForgetAsync() => await call.TransactAsync<bool>(transaction =>
    {
        LambdaTables.Positions.Delete(transaction, Mappings.KeyOf(call, mapping.Uuid));
        return ValueTask.FromResult<Unkai.Api.Outcome<bool>>(true);
    });

    private async ValueTask<string?> FindChildAsync(DynamoDbStreamsClient streams)
    {
        var described = await streams.DescribeStreamAsync(new DescribeStreamInput
        {
            StreamArn = mapping.SourceArn,
            ShardFilter = new ShardFilter { Type = "CHILD_SHARDS", ShardId = _position!.Shard },
        });
        return described.TryGet(out var stream) && stream.StreamDescription!.Shards is [var child, ..] ? child.ShardId : null;
    }

    /// <summary>An iterator at the end of the stream has expired before anything came: what is older than the mapping is passed over by its time.</summary>
    private List<Record>? SkipOlder(List<Record> records)
    {
        var since = DateTimeOffset.FromUnixTimeSeconds(mapping.LastModified.ToUnixTimeSeconds());
        return records.FindAll(record => record.Dynamodb!.ApproximateCreationDateTime >= since);
    }
}
