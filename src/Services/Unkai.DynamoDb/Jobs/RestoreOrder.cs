using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Which table a restore fills, and from what: a backup, or another table as it was at a moment.</summary>
internal sealed record RestoreOrder(TableReference Target, long? Backup, TableReference? Source, DateTimeOffset At);
