using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Whether an access point's policy lets strangers in.</summary>
internal sealed class GetAccessPointPolicyStatus : IOperation<GetAccessPointPolicyStatusRequest, GetAccessPointPolicyStatusResult>
{
    public async ValueTask<Outcome<GetAccessPointPolicyStatusResult>> ExecuteAsync(Call call, GetAccessPointPolicyStatusRequest request)
    {
        var found = await AccessPointLookup.ReadAsync(call, request.AccountId!, request.Name!);
        return found.IsError ? found.Error
            : found.Value.Policy is null ? AccessPointErrors.NoSuchAccessPointPolicy(request.Name!)
            : new GetAccessPointPolicyStatusResult { PolicyStatus = new PolicyStatus { IsPublic = AccessPointPolicies.IsPublic(found.Value) } };
    }
}
