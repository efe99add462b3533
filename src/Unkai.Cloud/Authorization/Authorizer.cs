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

    /// <returns>For each access its refusal, or null.</returns>
    internal async ValueTask<IReadOnlyList<AwsError?>> RefusalsAsync(Call call, ServiceContract service, IReadOnlyList<Access> accesses)
    {
        var known = await FindPoliciesAsync(call);
        return [.. accesses.Select(access => Decide(call, access, known) is { IsAllowed: false } denied ? Refuse(call, service, access, denied) : null)];
    }

    private static Decision Decide(Call call, Access access, PolicySet known)
    {
        var asked = new AuthorizationRequest
        {
            Principal = call.Caller,
            Action = access.Action,
            Resource = access.Resource,
            ResourceAccount = access.Owner ?? call.Account,
            Now = call.Clock.GetUtcNow(),
            Region = call.Region,
            SourceIp = call.Cause is null ? call.Origin.SourceIp : null,
            CalledVia = call.CalledVia,
            ServiceKeys = access.Keys,
        };
        return PolicyEvaluator.Evaluate(asked, known with { Resource = access.ResourcePolicy });
    }

    private static AwsError Refuse(Call call, ServiceContract service, Access access, Decision decision)
    {
        var because = decision.IsExplicitDeny
            ? $"with an explicit deny in a{(decision.PolicyType[0] is 'i' ? "n" : "")} {decision.PolicyType}"
            : $"because no {decision.PolicyType} allows the {access.Action} action";
        var resource = access.Resource == "*" ? "" : $" on resource: \"{access.Resource}\"";
        var message = call.Caller.Kind == PrincipalKind.Anonymous
            ? "Access Denied"
            : $"User: {call.Caller.Arn} is not authorized to perform: {access.Action}{resource} {because}";
        return service.Protocols[0] switch
        {
            ProtocolKind.RestXml or ProtocolKind.Query or ProtocolKind.Ec2 => new AwsError(service.Name == "ec2" ? "UnauthorizedOperation" : "AccessDenied", 403, message),
            ProtocolKind.RestJson => new AwsError("AccessDeniedException", 403, message),
            _ => service.IsQueryCompatible && service.Name == "sqs" ? new AwsError("AccessDenied", 403, message) : new AwsError("AccessDeniedException", 400, message),
        };
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
