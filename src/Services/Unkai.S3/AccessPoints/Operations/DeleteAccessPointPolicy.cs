using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Removes an access point's policy; the absence of one is no error.</summary>
internal sealed class DeleteAccessPointPolicy : IOperation<DeleteAccessPointPolicyRequest, DeleteAccessPointPolicyResponse>
{
    public ValueTask<Outcome<DeleteAccessPointPolicyResponse>> ExecuteAsync(Call call, DeleteAccessPointPolicyRequest request) => AccessPointLookup.ChangeAsync(
        call,
        new AccessPointId(call.Region, request.AccountId!, request.Name!),
        (_, point) => ValueTask.FromResult<Outcome<AccessPointRecord>>(point with { Policy = null }),
        new DeleteAccessPointPolicyResponse());
}
