namespace Unkai.Sqs.Fifo;

/// <summary>A message group that has messages.</summary>
/// <param name="ReadyAt">When its next message may be received: its row in table 8 has this time.</param>
/// <param name="InFlightUntil">Until when each of its messages in flight is.</param>
internal sealed record GroupRecord(DateTimeOffset ReadyAt, IReadOnlyList<DateTimeOffset> InFlightUntil);
