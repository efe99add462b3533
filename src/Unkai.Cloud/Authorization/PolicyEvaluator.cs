using Unkai.Api;

namespace Unkai.Cloud.Authorization;

/// <summary>IAM's decision: an explicit Deny anywhere refuses; otherwise every kind of policy that bounds must allow, and identity or resource policy must grant.</summary>
/// <remarks>Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".</remarks>
public static class PolicyEvaluator
{
    private const string IdentityType = "identity-based policy";
    private const string ResourceType = "resource-based policy";
    private const string BoundaryType = "permissions boundary";
    private const string SessionType = "session policy";
    private const string OrganizationType = "service control policy";

    /// <summary>Decides a request.</summary>
    public static Decision Evaluate(AuthorizationRequest request, PolicySet policies)
    {
        if (FindDeny(request, policies) is { } denied)
        {
            return denied;
        }

        var principal = request.Principal;
        var resource = ResourceGrant(request, policies.Resource);
        if (principal.Kind is PrincipalKind.Anonymous or PrincipalKind.Service)
        {
            return resource != PrincipalMatch.None ? new Decision(true, false, ResourceType) : new Decision(false, false, ResourceType);
        }

        if (policies.Organization is { } organization && !Allows(organization, request))
        {
            return new Decision(false, false, OrganizationType);
        }

        var isSameAccount = principal.Account == request.ResourceAccount && !request.IsNobodys;
        if (principal.Kind == PrincipalKind.Root)
        {
            return isSameAccount || resource != PrincipalMatch.None ? new Decision(true, false, IdentityType) : new Decision(false, false, ResourceType);
        }

        var namedByResource = isSameAccount && resource == PrincipalMatch.Named;
        if (namedByResource && policies.Session is null)
        {
            // A resource policy that names a user or a session grants by itself; a boundary bounds it only when it names the role.
            return new Decision(true, false, ResourceType);
        }

        if (policies.Boundary is { } boundary && !Allows([boundary], request))
        {
            return new Decision(false, false, BoundaryType);
        }

        if (policies.Session is { } session && !Allows(session, request))
        {
            return new Decision(false, false, SessionType);
        }

        var granted = Allows(policies.Identity, request);
        if (isSameAccount)
        {
            return granted || namedByResource ? new Decision(true, false, IdentityType) : new Decision(false, false, IdentityType);
        }

        return !granted ? new Decision(false, false, IdentityType)
            : resource == PrincipalMatch.None ? new Decision(false, false, ResourceType)
            : new Decision(true, false, ResourceType);
    }

    /// <summary>Decides by the resource alone, as if the caller's own policies allowed everything: a Deny refuses, the owner's account may, others need a grant.</summary>
    public static Decision EvaluateResource(AuthorizationRequest request, PolicyDocument? resource)
    {
        var policies = new PolicySet { Resource = resource };
        if (FindDeny(request, policies) is { } denied)
        {
            return denied;
        }

        var isOwn = request.Principal.Kind == PrincipalKind.Service
            || (request.Principal.Kind != PrincipalKind.Anonymous && request.Principal.Account == request.ResourceAccount && !request.IsNobodys);
        return isOwn || ResourceGrant(request, resource) != PrincipalMatch.None ? new Decision(true, false, ResourceType) : new Decision(false, false, ResourceType);
    }

    /// <summary>Whether a trust or resource policy lets the principal do the action at all; used by AssumeRole and AddPermission.</summary>
    public static bool AllowsPrincipal(PolicyDocument policy, AuthorizationRequest request) =>
        !policy.Statements.Any(statement => statement.Effect == PolicyEffect.Deny && SpeaksOf(statement, request) != PrincipalMatch.None && statement.Matches(request))
        && ResourceGrant(request, policy) != PrincipalMatch.None;

    private static Decision? FindDeny(AuthorizationRequest request, PolicySet policies)
    {
        foreach (var (documents, type) in new (IReadOnlyList<PolicyDocument>?, string)[]
        {
            (policies.Organization, OrganizationType),
            (policies.Identity, IdentityType),
            (policies.Boundary is null ? null : [policies.Boundary], BoundaryType),
            (policies.Session, SessionType),
        })
        {
            foreach (var document in documents ?? [])
            {
                foreach (var statement in document.Statements)
                {
                    if (statement.Effect == PolicyEffect.Deny && statement.Matches(request))
                    {
                        return new Decision(false, true, type, statement.Sid);
                    }
                }
            }
        }

        foreach (var statement in policies.Resource?.Statements ?? [])
        {
            if (statement.Effect == PolicyEffect.Deny && SpeaksOf(statement, request) != PrincipalMatch.None && statement.Matches(request))
            {
                return new Decision(false, true, ResourceType, statement.Sid);
            }
        }

        return null;
    }

    private static PrincipalMatch ResourceGrant(AuthorizationRequest request, PolicyDocument? policy)
    {
        var best = request.Granted;
        foreach (var statement in (request.PolicyOnlyDenies ? null : policy?.Statements) ?? [])
        {
            if (statement.Effect == PolicyEffect.Allow && SpeaksOf(statement, request) is var match && match > best && statement.Matches(request))
            {
                best = match;
            }
        }

        return best;
    }

    private static PrincipalMatch SpeaksOf(PolicyStatement statement, AuthorizationRequest request) =>
        statement.Principals is { } principals ? principals.Match(request.Principal)
        : statement.NotPrincipals is { } others ? (others.Match(request.Principal) == PrincipalMatch.None ? PrincipalMatch.Named : PrincipalMatch.None)
        : PrincipalMatch.None;

    private static bool Allows(IReadOnlyList<PolicyDocument> documents, AuthorizationRequest request)
    {
        foreach (var document in documents)
        {
            foreach (var statement in document.Statements)
            {
                if (statement.Effect == PolicyEffect.Allow && statement.Matches(request))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
