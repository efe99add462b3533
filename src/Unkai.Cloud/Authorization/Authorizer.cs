using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Cloud.Authorization;

/// <summary>The first step of every call: may the caller do this?</summary>
internal sealed class Authorizer(IPolicySource policies)
{
    /// <returns>The refusal, or null.</returns>
    internal async ValueTask<(AwsError? Refusal, Decision? Decision)> AuthorizeAsync(Call call, Service service, OperationContract operation, Shape request)
    {
        PolicySet? known = null;
        foreach (var access in await service.DescribeAccessAsync(call, operation, request))
        {
            if (access.NeedsNoPermission)
            {
                continue;
            }

            known ??= await FindPoliciesAsync(call);
            var decision = Decide(call, access, known);
            if (!decision.IsAllowed)
            {
                return (Refuse(call, operation.Service, access, decision), decision);
            }
        }

        return (null, null);
    }

    /// <summary>Where policies do not count, what the resources themselves say of nobody and of other accounts' callers still does.</summary>
    /// <returns>The refusal, or null.</returns>
    internal static async ValueTask<AwsError?> GuardAsync(Call call, Service service, OperationContract operation, Shape request)
    {
        foreach (var access in await service.DescribeAccessAsync(call, operation, request))
        {
            if (Guard(call, operation.Service, access) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <returns>The refusal, or null.</returns>
    internal static AwsError? Guard(Call call, ServiceContract service, Access access)
    {
        if (access.NeedsNoPermission)
        {
            return null;
        }

        // There is no TLS here, and a policy that wants it must not shut a development cloud's buckets; where policies count, it does.
        var decision = PolicyEvaluator.EvaluateResource(Ask(call, access, isSecure: true), PolicyFor(call, access));
        return decision.IsAllowed ? null : Refuse(call, service, access, decision);
    }

    /// <returns>For each access its refusal, or null.</returns>
    internal async ValueTask<IReadOnlyList<AwsError?>> RefusalsAsync(Call call, ServiceContract service, IReadOnlyList<Access> accesses)
    {
        var known = await FindPoliciesAsync(call);
        return [.. accesses.Select(access => Decide(call, access, known) is { IsAllowed: false } denied ? Refuse(call, service, access, denied) : null)];
    }

    private static Decision Decide(Call call, Access access, PolicySet known) => access.OnlyResourceDecides
        ? PolicyEvaluator.EvaluateResource(Ask(call, access, isSecure: false), PolicyFor(call, access))
        : PolicyEvaluator.Evaluate(Ask(call, access, isSecure: false), known with { Resource = PolicyFor(call, access) });

    private static PolicyDocument? PolicyFor(Call call, Access access) =>
        access.OwnerIsNeverDenied && call.Caller.Kind == PrincipalKind.Root && call.Account == access.Owner ? null : access.ResourcePolicy;

    private static AuthorizationRequest Ask(Call call, Access access, bool isSecure) => new()
    {
        Principal = call.Caller,
        Action = access.Action,
        Resource = access.Resource,
        ResourceAccount = access.Owner ?? call.Account,
        IsNobodys = access.IsNobodys,
        Now = call.Clock.GetUtcNow(),
        Region = call.Region,
        SourceIp = call.Cause is null ? call.Origin.SourceIp : null,
        CalledVia = call.CalledVia,
        UserAgent = call.Cause is null ? call.Origin.UserAgent : null,
        Referer = call.Cause is null ? call.Origin.Referer : null,
        IsSecureTransport = isSecure,
        Granted = access.Granted,
        PolicyOnlyDenies = access.PolicyOnlyDenies,
        ServiceKeys = access.Keys,
    };

    private static AwsError Refuse(Call call, ServiceContract service, Access access, Decision decision)
    {
        var because = decision.IsExplicitDeny
            ? $"with an explicit deny in a{(decision.PolicyType[0] is 'i' ? "n" : "")} {decision.PolicyType}"
            : $"because no {decision.PolicyType} allows the {access.Action} action";
        var resource = access.Resource == "*" ? "" : $" on resource: \"{access.Resource}\"";
        var isForeign = service.Protocols[0] == ProtocolKind.RestXml && access.Owner is { } owner && owner != call.Account;
        var message = call.Caller.Kind == PrincipalKind.Anonymous || isForeign
            ? "Access Denied"
            : $"User: {call.Caller.Arn} is not authorized to perform: {access.Action}{resource} {because}";
        var refusal = service.Protocols[0] switch
        {
            ProtocolKind.RestXml or ProtocolKind.Query or ProtocolKind.Ec2 => new AwsError(service.Name == "ec2" ? "UnauthorizedOperation" : "AccessDenied", 403, message),
            ProtocolKind.RestJson => new AwsError("AccessDeniedException", 403, message),
            _ => service.IsQueryCompatible && service.Name == "sqs" ? new AwsError("AccessDenied", 403, message) : new AwsError("AccessDeniedException", 400, message),
        };
        return access.RefusalHeaders.Count == 0 ? refusal : refusal with { Headers = access.RefusalHeaders };
    }

    private async ValueTask<PolicySet> FindPoliciesAsync(Call call)
    {
        if (call.Caller.Kind is not (PrincipalKind.User or PrincipalKind.AssumedRole or PrincipalKind.FederatedUser))
        {
            return new PolicySet();
        }

        var found = await policies.FindAsync(call.World, call.Caller, call.Cancellation);
        return call.Caller.SessionPolicies is not { } session
            ? found
            : found with { Session = [.. session.Select(text => PolicyParser.Parse(text, PolicyKind.Identity, out _)).OfType<PolicyDocument>()] };
    }
}
