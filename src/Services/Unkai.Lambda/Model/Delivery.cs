namespace Unkai.Lambda.Model;

/// <summary>The outcome of an event invocation on its way to a queue or a function.</summary>
internal sealed record Delivery
{
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The role that sends, and the function whose it is.</summary>
    public required string Role { get; init; }

    public required string Function { get; init; }

    /// <summary>The ARN of what it goes to.</summary>
    public required string Target { get; init; }

    /// <summary>The field form of the message's body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Of a dead letter: the id of the request that failed; null for a destination's record.</summary>
    public string? RequestId { get; init; }

    /// <summary>Of a dead letter: what the function said.</summary>
    public string? ErrorMessage { get; init; }
}
