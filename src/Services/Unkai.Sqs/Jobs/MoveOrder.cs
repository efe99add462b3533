using Unkai.Sqs.Model;

namespace Unkai.Sqs.Jobs;

/// <summary>Which move task a job carries out.</summary>
internal sealed record MoveOrder(QueueReference Source, DateTimeOffset StartedAt);
