namespace Unkai.Cloud.Authorization;

/// <summary>What the evaluator answers, with the reason in AWS's words for the error message.</summary>
/// <param name="IsAllowed">Whether the call may go on.</param>
/// <param name="IsExplicitDeny">Whether a Deny statement said no, rather than no Allow saying yes.</param>
/// <param name="PolicyType">The policy type that decided, as AWS names it in messages: <c>identity-based policy</c>, <c>resource-based policy</c>, <c>permissions boundary</c>, <c>session policy</c>.</param>
/// <param name="Sid">The deciding statement's id, if it has one.</param>
public sealed record Decision(bool IsAllowed, bool IsExplicitDeny, string PolicyType, string? Sid = null);
