namespace Unkai.Sqs.Model;

/// <summary>A message in a queue: a short head that changes as it is received, and a payload that does not.</summary>
internal sealed record StoredMessage
{
    public required Guid Id { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How often it was received from this queue.</summary>
    public int ReceiveCount { get; init; }

    /// <summary>How often it was received before it became a dead letter.</summary>
    public int EarlierReceiveCount { get; init; }

    public DateTimeOffset FirstReceivedAt { get; init; }

    public DateTimeOffset LastReceivedAt { get; init; }

    /// <summary>FIFO queues: when it is visible (again). In standard queues the key says so.</summary>
    public DateTimeOffset VisibleAt { get; init; }

    /// <summary>Standard queues: whether table 4 knows where it lies.</summary>
    public bool IsLocated { get; init; }

    /// <summary>How many rows of table 12 hold the payload; 0: it is in <see cref="Payload"/>.</summary>
    public int PartCount { get; init; }

    /// <summary>Fields as <see cref="MessagePayload"/> reads them; with parts, what was added to it since.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    internal StoredMessage AsReceived(DateTimeOffset now, DateTimeOffset visibleAt) => this with
    {
        ReceiveCount = ReceiveCount + 1,
        FirstReceivedAt = ReceiveCount + EarlierReceiveCount == 0 ? now : FirstReceivedAt,
        LastReceivedAt = now,
        VisibleAt = visibleAt,
        IsLocated = ReceiveCount > 0,
    };

    /// <summary>Id, time of sending and what receiving has counted stay.</summary>
    internal StoredMessage AsDeadLetter(DateTimeOffset now) => this with { ReceiveCount = 0, EarlierReceiveCount = EarlierReceiveCount + ReceiveCount, VisibleAt = now };

    /// <summary>A message that is moved back is a new one. Source: SQS Developer Guide, "Configure a dead-letter queue redrive".</summary>
    internal StoredMessage AsNew(Guid id, DateTimeOffset now) =>
        this with { Id = id, SentAt = now, VisibleAt = now, ReceiveCount = 0, EarlierReceiveCount = 0, FirstReceivedAt = default, LastReceivedAt = default };
}
