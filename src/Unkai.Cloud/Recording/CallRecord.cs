namespace Unkai.Cloud.Recording;

/// <summary>What is kept of a call after it: no bodies, no secrets.</summary>
/// <param name="At">When it ended, in the world's time.</param>
/// <param name="RequestId">The call's id.</param>
/// <param name="Cause">The id of the call that caused it, or null.</param>
/// <param name="Caller">The caller's ARN.</param>
/// <param name="Region">The region.</param>
/// <param name="Service">The service's contract name.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="ErrorCode">The error's code, or null.</param>
/// <param name="Duration">Machine time from the first step to the last.</param>
/// <param name="WouldDeny">In audit mode: why the call would have been refused; null when it would not.</param>
public sealed record CallRecord(
    DateTimeOffset At, string RequestId, string? Cause, Arn Caller, string Region, string Service, string Operation, string? ErrorCode, TimeSpan Duration, string? WouldDeny);
