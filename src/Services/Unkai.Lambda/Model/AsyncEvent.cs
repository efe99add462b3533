namespace Unkai.Lambda.Model;

/// <summary>An event invocation that was accepted and is not done.</summary>
internal sealed record AsyncEvent
{
    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Function { get; init; }

    public string? Qualifier { get; init; }

    public required string RequestId { get; init; }

    /// <summary>The field form of the payload's body.</summary>
    public required byte[] Payload { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Runs that ended in an error.</summary>
    public int Failures { get; init; }

    /// <summary>Runs that found no capacity.</summary>
    public int Throttles { get; init; }
}
