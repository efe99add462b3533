namespace Unkai.Compute;

/// <summary>What came of an invocation.</summary>
public sealed record InvocationResult
{
    /// <summary>How it ended.</summary>
    public required InvocationStatus Status { get; init; }

    /// <summary>The function's answer, or the error's JSON; empty when it was not started.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Null, <c>Handled</c> or <c>Unhandled</c>: what <c>X-Amz-Function-Error</c> says.</summary>
    public string? FunctionError { get; init; }

    /// <summary>The error's type, such as <c>Runtime.ExitError</c>; null without error.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Why it was not started, in words; null when it was.</summary>
    public string? Reason { get; init; }

    /// <summary>From the event's hand-over to the answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Duration and, in a cold start, initialization, in whole milliseconds rounded up.</summary>
    public long BilledMilliseconds { get; init; }

    /// <summary>Null when the environment was warm.</summary>
    public TimeSpan? InitDuration { get; init; }

    /// <summary>The environment's peak so far, in MB rounded up.</summary>
    public int MemoryUsedMegabytesMax { get; init; }

    /// <summary>The environment's log stream.</summary>
    public string LogStream { get; init; } = "";

    /// <summary>The last 4,096 bytes of the invocation's log, for <c>LogType=Tail</c>.</summary>
    public ReadOnlyMemory<byte> LogTail { get; init; }

    /// <summary>The content type that the function gave; null: <c>application/json</c>.</summary>
    public string? ContentType { get; init; }
}
