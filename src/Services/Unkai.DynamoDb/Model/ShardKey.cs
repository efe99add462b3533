namespace Unkai.DynamoDb.Model;

/// <summary>Which shard a job is about.</summary>
internal sealed record ShardKey(long Stream, int Shard);
