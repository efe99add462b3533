namespace Unkai.Sqs.Receiving;

/// <summary>What one receive asks for.</summary>
/// <param name="Max">1 to 10.</param>
/// <param name="VisibilitySeconds">Null: the queue's.</param>
/// <param name="AttemptId">FIFO queues: returns again what the same attempt returned before.</param>
internal sealed record ReceiveOrder(int Max, int? VisibilitySeconds, string? AttemptId);
