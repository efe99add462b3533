using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Sets an access point's policy.</summary>
internal sealed class PutAccessPointPolicy : IOperation<PutAccessPointPolicyRequest, PutAccessPointPolicyResponse>
{
    public ValueTask<Outcome<PutAccessPointPolicyResponse>> ExecuteAsync(Call call, PutAccessPointPolicyRequest request)
    {
        var id = new AccessPointId(call.Region, request.AccountId!, request.Name!);
        var policy = request.Policy is { } text ? AccessPointPolicies.Read(id, text) : S3Errors.MalformedXml;
        return AccessPointLookup.ChangeAsync(
            call,
            id,
            async (snapshot, point) => policy.IsError ? policy.Error
                : point.VpcId is null && PublicPolicy.IsPublic(policy.Value)
                    && await PublicAccessBlocks.OfAsync(snapshot, point.PublicAccess, point.Account) is { BlockPublicPolicy: true } ? S3Errors.AccessDenied
                : point with { Policy = request.Policy },
            new PutAccessPointPolicyResponse());
    }
}
