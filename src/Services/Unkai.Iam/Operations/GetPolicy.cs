using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>A managed policy, without its document.</summary>
internal sealed class GetPolicy : IOperation<GetPolicyRequest, GetPolicyResponse>
{
    public ValueTask<Outcome<GetPolicyResponse>> ExecuteAsync(Call call, GetPolicyRequest request) => call.ReadAsync<Outcome<GetPolicyResponse>>(async snapshot =>
    {
        var arn = request.PolicyArn!;
        var attached = (await ManagedPolicies.AttachedToAsync(snapshot, call.Account, arn)).Count;
        if (AwsManagedPolicies.Find(arn) is not null)
        {
            return new GetPolicyResponse { Policy = AwsManagedPolicies.ToShape(arn, attached) };
        }

        return await ManagedPolicies.FindAsync(snapshot, arn) is ({ } account, { } policy)
            ? new GetPolicyResponse { Policy = ManagedPolicies.ToShape(account, policy, attached) }
            : ManagedPolicies.NoSuch(arn);
    });
}
