namespace Unkai.Cloud.Faults;

/// <summary>What a fault rule does.</summary>
public enum FaultEffect
{
    /// <summary>A call is held up and goes on.</summary>
    Delay,

    /// <summary>A call is held up and answered with an error; it has no effect.</summary>
    Error,

    /// <summary>A call's connection breaks, before or after its effect.</summary>
    Drop,

    /// <summary>A job runs twice, as if the cloud had died before it could write down that it ran.</summary>
    JobTwice,

    /// <summary>A job runs later than it is due, by the world's clock.</summary>
    JobLate,

    /// <summary>A function's sandbox dies during an invocation: after the delay, and at the latest when it would answer.</summary>
    Crash,

    /// <summary>A commit of the world fails: no space is left.</summary>
    DiskFull,

    /// <summary>A commit of the world is acknowledged late.</summary>
    DiskSlow,
}
