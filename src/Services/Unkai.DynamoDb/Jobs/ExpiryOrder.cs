using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Which time to live of which table a job is about, and which minute.</summary>
internal sealed record ExpiryOrder(TableReference Table, long TimeToLive, long Minute);
