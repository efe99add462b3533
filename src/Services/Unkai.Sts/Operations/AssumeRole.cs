using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Api.Sts;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.Sts.Operations;

/// <summary>Credentials of a role's session, for whom the role trusts.</summary>
internal sealed class AssumeRole : IOperation<AssumeRoleRequest, AssumeRoleResponse>
{
    private const string ServicePrincipal = "sts.amazonaws.com";
    private const int SecondsDefault = 3600;
    private const int ChainedSecondsMax = 3600;

    public async ValueTask<Outcome<AssumeRoleResponse>> ExecuteAsync(Call call, AssumeRoleRequest request)
    {
        if ((request.SerialNumber ?? request.TokenCode) is not null)
        {
            return new AwsError("NotImplemented", 501, "Unkai does not implement MFA: SerialNumber and TokenCode are not checked.");
        }

        if (Arn.Parse(request.RoleArn) is not { Service: "iam" } arn || !arn.Resource.StartsWith("role/", StringComparison.Ordinal) || AccountId.Parse(arn.Account) is not { } account)
        {
            return new AwsError("ValidationError", 400, $"{request.RoleArn} is invalid");
        }

        var name = arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..];
        var found = await call.As(Principal.Service(ServicePrincipal, account), ServicePrincipal).Iam.GetRoleAsync(new GetRoleRequest { RoleName = name });
        if (found.IsError || found.Value.Role is not { } role || role.Arn != request.RoleArn)
        {
            return Refuse(call, request);
        }

        if (!await MayAssumeAsync(call, request, role, account))
        {
            return Refuse(call, request);
        }

        var seconds = request.DurationSeconds ?? SecondsDefault;
        if (seconds > (role.MaxSessionDuration ?? SecondsDefault))
        {
            return new AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        if (call.Caller.Kind == PrincipalKind.AssumedRole && seconds > ChainedSecondsMax)
        {
            return new AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }

        var policies = await SessionPolicies.ReadAsync(call, request.Policy, request.PolicyArns);
        if (policies.IsError)
        {
            return policies.Error;
        }

        var principal = new Principal
        {
            Kind = PrincipalKind.AssumedRole,
            Account = account,
            Arn = Arn.Of("sts", "", account.Value, $"assumed-role/{name}/{request.RoleSessionName}"),
            UserId = $"{role.RoleId}:{request.RoleSessionName}",
            SessionIssuer = arn,
            SessionPolicies = policies.Value,
            Tags = TagsOf(role, request),
        };
        return new AssumeRoleResponse
        {
            Credentials = await Sessions.IssueAsync(call, principal, TimeSpan.FromSeconds(seconds)),
            AssumedRoleUser = new AssumedRoleUser { AssumedRoleId = principal.UserId, Arn = principal.Arn.ToString() },
            PackedPolicySize = SessionPolicies.PackedSize(policies.Value),
            SourceIdentity = request.SourceIdentity,
        };
    }

    private static Dictionary<string, string> TagsOf(Role role, AssumeRoleRequest request)
    {
        var tags = (role.Tags ?? []).ToDictionary(tag => tag.Key!, tag => tag.Value!);
        foreach (var tag in request.Tags ?? [])
        {
            tags[tag.Key!] = tag.Value!;
        }

        return tags;
    }

    /// <summary>Services must always be trusted by name; for people the trust policy counts where policies count at all.</summary>
    private static async ValueTask<bool> MayAssumeAsync(Call call, AssumeRoleRequest request, Role role, AccountId account)
    {
        if (call.World.Authorization != AuthorizationMode.Enforce && call.Caller.Kind != PrincipalKind.Service)
        {
            return true;
        }

        if (PolicyParser.Parse(Uri.UnescapeDataString(role.AssumeRolePolicyDocument!), PolicyKind.Trust, out _) is not { } trust)
        {
            return false;
        }

        var asked = new AuthorizationRequest
        {
            Principal = call.Caller,
            Action = "sts:AssumeRole",
            Resource = request.RoleArn!,
            ResourceAccount = account,
            Now = call.Clock.GetUtcNow(),
            Region = call.Region,
            SourceIp = call.Origin.SourceIp,
            CalledVia = call.CalledVia,
            ServiceKeys = KeysOf(request),
        };
        var identity = call.World.Pipeline.Services.Find("iam") is IPolicySource source && call.Caller.Kind is PrincipalKind.User or PrincipalKind.AssumedRole
            ? await source.FindAsync(call.World, call.Caller, call.Cancellation)
            : new PolicySet();
        return PolicyEvaluator.Evaluate(asked, identity with { Resource = trust }).IsAllowed && (call.Caller.Kind != PrincipalKind.Root || PolicyEvaluator.AllowsPrincipal(trust, asked));
    }

    private static List<KeyValuePair<string, IReadOnlyList<string>>> KeysOf(AssumeRoleRequest request)
    {
        var keys = new List<KeyValuePair<string, IReadOnlyList<string>>> { new("sts:RoleSessionName", [request.RoleSessionName!]) };
        if (request.ExternalId is { } external)
        {
            keys.Add(new("sts:ExternalId", [external]));
        }

        if (request.SourceIdentity is { } identity)
        {
            keys.Add(new("sts:SourceIdentity", [identity]));
        }

        keys.AddRange((request.Tags ?? []).Select(tag => new KeyValuePair<string, IReadOnlyList<string>>($"aws:RequestTag/{tag.Key}", [tag.Value!])));
        return keys;
    }

    private static AwsError Refuse(Call call, AssumeRoleRequest request) =>
        new("AccessDenied", 403, $"User: {call.Caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {request.RoleArn}");
}
