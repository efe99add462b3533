using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>An access point's policy, as it was put.</summary>
internal sealed class GetAccessPointPolicy : IOperation<GetAccessPointPolicyRequest, GetAccessPointPolicyResult>
{
    public async ValueTask<Outcome<GetAccessPointPolicyResult>> ExecuteAsync(Call call, GetAccessPointPolicyRequest request)
    {
        var found = await AccessPointLookup.ReadAsync(call, request.AccountId!, request.Name!);
        return found.IsError ? found.Error
            : found.Value.Policy is null ? AccessPointErrors.NoSuchAccessPointPolicy(request.Name!)
            : new GetAccessPointPolicyResult { Policy = found.Value.Policy };
    }
}
