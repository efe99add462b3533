namespace Unkai.Logs.Model;

/// <summary>A log stream.</summary>
internal sealed record StreamRecord
{
    /// <summary>Names its events.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest event's time in milliseconds since 1970; null while there is none.</summary>
    public long? FirstMs { get; init; }

    public long? LastMs { get; init; }

    public long? IngestedMs { get; init; }
}
