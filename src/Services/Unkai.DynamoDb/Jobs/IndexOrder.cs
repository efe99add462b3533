using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Which index of which table a job fills.</summary>
internal sealed record IndexOrder(TableReference Table, long Index);
