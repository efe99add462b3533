using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Which item of which table is to be told to which region; without a key: all of them, to a new replica.</summary>
internal sealed record ReplicaOrder(TableReference Source, string Region, byte[]? Partition, byte[]? Sort);
