using Unkai.Api;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Streams;

/// <summary>Finding streams and their shards.</summary>
internal static class StreamLookup
{
    /// <returns>Null when the text is no stream's ARN.</returns>
    internal static StreamKey? ParseArn(string? text) =>
        Arn.Parse(text) is { Service: "dynamodb" } arn && arn.Resource.Split('/') is ["table", var table, "stream", var label] ? new StreamKey(arn.Account, arn.Region, table, label) : null;

    internal static async ValueTask<Outcome<StreamInfo>> FindAsync(Snapshot snapshot, string arn) =>
        ParseArn(arn) is not { } key ? DynamoDbErrors.Validation($"Invalid StreamArn: {arn}")
        : await GetAsync(snapshot, key) is { } stream ? stream
        : NotFound(arn);

    internal static ValueTask<StreamInfo?> GetAsync(Snapshot snapshot, StreamKey key) =>
        DynamoDbTables.Streams.GetAsync(snapshot, (key.Account, key.Region, key.Table, key.Label));

    internal static AwsError NotFound(string arn) => new("ResourceNotFoundException", 400, $"Requested resource not found: Stream: {arn} not found");

    /// <summary>The shards that hold or may get changes of the last day, in their order.</summary>
    internal static async ValueTask<List<ShardRecord>> ShardsAsync(Snapshot snapshot, long stream, DateTimeOffset now)
    {
        var shards = new List<ShardRecord>();
        await foreach (var (_, shard) in DynamoDbTables.Shards.EachAsync(snapshot, DynamoDbTables.Shards.Under(stream).All))
        {
            if (!(shard.ClosedAt + StreamLifecycle.Retention <= now))
            {
                shards.Add(shard);
            }
        }

        return shards;
    }
}
