namespace Unkai.Compute;

/// <summary>How an invocation ended.</summary>
public enum InvocationStatus
{
    /// <summary>The function answered.</summary>
    Succeeded,

    /// <summary>The function, or its runtime, reported an error.</summary>
    Failed,

    /// <summary>It ran longer than the function's timeout and was killed.</summary>
    TimedOut,

    /// <summary>Its process ended.</summary>
    Crashed,

    /// <summary>It needed more than the function's memory and was killed.</summary>
    OutOfMemory,

    /// <summary>Not started: the function's reserved concurrency is in use.</summary>
    ThrottledByFunction,

    /// <summary>Not started: the account's unreserved concurrency is in use.</summary>
    ThrottledByAccount,

    /// <summary>Not started: this machine's environments are all in use and the queue for them is full or was too slow.</summary>
    ThrottledByMachine,

    /// <summary>Not started: the runtime is unknown, has no interpreter here, or strict mode wants an exact one; or the role cannot be assumed.</summary>
    Refused,
}
