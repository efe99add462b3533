namespace Unkai.Cloud.Authorization;

/// <summary>One statement of a policy.</summary>
/// <remarks>Source: IAM User Guide, "IAM JSON policy elements reference".</remarks>
public sealed record PolicyStatement
{
    /// <summary>The statement's id, or null.</summary>
    public string? Sid { get; init; }

    /// <summary>Allow or Deny.</summary>
    public required PolicyEffect Effect { get; init; }

    /// <summary><c>Action</c> patterns; null when the statement has <see cref="NotActions"/>.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary><c>NotAction</c> patterns.</summary>
    public IReadOnlyList<string>? NotActions { get; init; }

    /// <summary><c>Resource</c> patterns; null where the statement has none, as in trust policies.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary><c>NotResource</c> patterns.</summary>
    public IReadOnlyList<string>? NotResources { get; init; }

    /// <summary><c>Principal</c>, only in resource policies.</summary>
    public PolicyPrincipals? Principals { get; init; }

    /// <summary><c>NotPrincipal</c>, only in resource policies.</summary>
    public PolicyPrincipals? NotPrincipals { get; init; }

    /// <summary>Conditions, all of which must hold.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>Whether the statement speaks of this request; conditions are the last to be looked at.</summary>
    public bool Matches(AuthorizationRequest request)
    {
        if (Actions is not null ? !MatchesAction(Actions, request) : NotActions is not null && MatchesAction(NotActions, request))
        {
            return false;
        }

        if (Resources is not null ? !MatchesResource(Resources, request) : NotResources is not null && MatchesResource(NotResources, request))
        {
            return false;
        }

        foreach (var condition in Conditions)
        {
            if (!condition.Holds(request))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesAction(IReadOnlyList<string> patterns, AuthorizationRequest request)
    {
        foreach (var pattern in patterns)
        {
            if (Wildcard.Matches(pattern, request.Action, ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesResource(IReadOnlyList<string> patterns, AuthorizationRequest request)
    {
        foreach (var pattern in patterns)
        {
            if (pattern == "*")
            {
                return true;
            }

            if (PolicyVariables.Expand(pattern, request) is { } expanded && Wildcard.Matches(expanded, request.Resource, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
