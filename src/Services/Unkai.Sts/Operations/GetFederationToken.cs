using Unkai.Api;
using Unkai.Api.Sts;
using Unkai.Cloud;

namespace Unkai.Sts.Operations;

/// <summary>Temporary credentials for a federated user, within what the calling user may do.</summary>
internal sealed class GetFederationToken : IOperation<GetFederationTokenRequest, GetFederationTokenResponse>
{
    private const int SecondsDefault = 43_200;

    public async ValueTask<Outcome<GetFederationTokenResponse>> ExecuteAsync(Call call, GetFederationTokenRequest request)
    {
        if (call.Caller.Kind is not (PrincipalKind.User or PrincipalKind.Root))
        {
            return new AwsError("AccessDenied", 403, "Cannot call GetFederationToken with session credentials");
        }

        var policies = await SessionPolicies.ReadAsync(call, request.Policy, request.PolicyArns);
        if (policies.IsError)
        {
            return policies.Error;
        }

        var principal = new Principal
        {
            Kind = PrincipalKind.FederatedUser,
            Account = call.Account,
            Arn = Arn.Of("sts", "", call.Account.Value, $"federated-user/{request.Name}"),
            UserId = $"{call.Account}:{request.Name}",
            SessionIssuer = call.Caller.Kind == PrincipalKind.User ? call.Caller.Arn : null,
            SessionPolicies = policies.Value ?? [],
            Tags = request.Tags?.ToDictionary(tag => tag.Key!, tag => tag.Value!),
        };
        return new GetFederationTokenResponse
        {
            Credentials = await Sessions.IssueAsync(call, principal, TimeSpan.FromSeconds(request.DurationSeconds ?? SecondsDefault)),
            FederatedUser = new FederatedUser { FederatedUserId = principal.UserId, Arn = principal.Arn.ToString() },
            PackedPolicySize = SessionPolicies.PackedSize(policies.Value),
        };
    }
}
