namespace Unkai.DynamoDb.Model;

/// <summary>Provisioned capacity, in units a second.</summary>
internal sealed record ThroughputRecord(long Read, long Write)
{
    public DateTimeOffset? IncreasedAt { get; init; }

    public DateTimeOffset? DecreasedAt { get; init; }

    /// <summary>How often it was lowered on the day (UTC) of <see cref="DecreasedAt"/>.</summary>
    public int Decreases { get; init; }

    internal int DecreasesOn(DateTimeOffset now) => DecreasedAt?.UtcDateTime.Date == now.UtcDateTime.Date ? Decreases : 0;

    /// <summary>The same with new units, and what that says of its history.</summary>
    internal ThroughputRecord To(long read, long write, DateTimeOffset now) => this with
    {
        Read = read,
        Write = write,
        IncreasedAt = read > Read || write > Write ? now : IncreasedAt,
        DecreasedAt = read < Read || write < Write ? now : DecreasedAt,
        Decreases = read < Read || write < Write ? DecreasesOn(now) + 1 : Decreases,
    };
}
