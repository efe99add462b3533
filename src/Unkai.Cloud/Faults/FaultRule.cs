using Unkai.Api;
using Unkai.Cloud.Authorization;

namespace Unkai.Cloud.Faults;

/// <summary>Something to break on purpose: for what, how often, when, and what happens.</summary>
/// <remarks>Patterns have <c>*</c> and <c>?</c>. Service to resource are asked of calls and functions (<c>lambda</c>, <c>Invoke</c>, the function's ARN), the kind of jobs; commits have neither.</remarks>
public sealed record FaultRule
{
    /// <summary>The rule's id, unique in its world; empty until it has one.</summary>
    public string Id { get; init; } = "";

    /// <summary>What happens.</summary>
    public required FaultEffect Effect { get; init; }

    /// <summary>The contract name of the service (<c>sqs</c>); null for all. A job's is what its kind begins with.</summary>
    public string? Service { get; init; }

    /// <summary>A pattern for the operation's name; null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>A pattern for the caller's ARN; null for all.</summary>
    public string? Caller { get; init; }

    /// <summary>A pattern for the ARN of what the call touches; null for all.</summary>
    public string? Resource { get; init; }

    /// <summary>A pattern for the job's kind (<c>s3.notify</c>); null for all.</summary>
    public string? JobKind { get; init; }

    /// <summary>The share of what matches that it hits, above 0 and at most 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>How often it hits in all; null: without end.</summary>
    public int? Times { get; init; }

    /// <summary>From when it counts, in the world's time; null: at once.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when it counts, in the world's time; null: until it is removed.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The error that a call gets, for <see cref="FaultEffect.Error"/>.</summary>
    public AwsError? Error { get; init; }

    /// <summary>When the connection breaks, for <see cref="FaultEffect.Drop"/>.</summary>
    public ConnectionDrop Drop { get; init; }

    /// <summary>How long: in the machine's time, but a job is late in the world's.</summary>
    public Latency Delay { get; init; } = Latency.None;

    /// <summary>Whether calls are hit.</summary>
    public bool IsForCalls => Effect is FaultEffect.Delay or FaultEffect.Error or FaultEffect.Drop;

    /// <summary>Whether jobs are hit.</summary>
    public bool IsForJobs => Effect is FaultEffect.JobTwice or FaultEffect.JobLate;

    /// <summary>Whether the world's commits are hit.</summary>
    public bool IsForCommits => Effect is FaultEffect.DiskFull or FaultEffect.DiskSlow;

    internal bool IsInForce(DateTimeOffset now) => (From is null || now >= From) && (Until is null || now < Until);

    internal bool MatchesCall(Call call, string service, string operation) =>
        (Service is null || Service == service)
        && (Operation is null || Wildcard.Matches(Operation, operation, ignoreCase: false))
        && (Caller is null || Wildcard.Matches(Caller, call.Caller.Arn.ToString(), ignoreCase: false));

    internal bool MatchesResource(string resource) => Resource is null || Wildcard.Matches(Resource, resource, ignoreCase: false);

    internal bool MatchesJob(string kind) =>
        (Service is null || (kind.StartsWith(Service, StringComparison.Ordinal) && kind.AsSpan(Service.Length) is ['.', ..]))
        && (JobKind is null || Wildcard.Matches(JobKind, kind, ignoreCase: false));
}
