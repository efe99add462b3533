using Unkai.Api;
using Unkai.Cloud.Authorization;

namespace Unkai.Cloud.Faults;

/// <summary>Something to break on purpose: for which calls, how often, when, and what happens to them.</summary>
public sealed record FaultRule
{
    /// <summary>The rule's id, unique in its world.</summary>
    public required string Id { get; init; }

    /// <summary>The contract name of the service (<c>sqs</c>); null for all.</summary>
    public string? Service { get; init; }

    /// <summary>A pattern for the operation's name; null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>A pattern for the caller's ARN; null for all.</summary>
    public string? Caller { get; init; }

    /// <summary>A pattern for the ARN of what the call touches; null for all.</summary>
    public string? Resource { get; init; }

    /// <summary>The share of matching calls that it hits, 0 to 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>From when it counts, in the world's time; null: at once.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when it counts, in the world's time; null: until it is removed.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The error that the call gets; null: it goes on, after the delay.</summary>
    public AwsError? Error { get; init; }

    /// <summary>How long the call is held up at least, in the machine's time; at most an hour.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long it is held up at most, drawn evenly from <see cref="Delay"/> on; less than that means always <see cref="Delay"/>.</summary>
    public TimeSpan DelayMax { get; init; }

    /// <summary>Whether the caller's connection breaks, and when.</summary>
    public ConnectionDrop Drop { get; init; }

    internal bool Matches(Call call, string service, string operation, DateTimeOffset now) =>
        (Service is null || Service == service)
        && (Operation is null || Wildcard.Matches(Operation, operation, ignoreCase: false))
        && (Caller is null || Wildcard.Matches(Caller, call.Caller.Arn.ToString(), ignoreCase: false))
        && (From is null || now >= From)
        && (Until is null || now < Until);
}
