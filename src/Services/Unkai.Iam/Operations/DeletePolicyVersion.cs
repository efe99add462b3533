using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>Removes a version that is not the default.</summary>
internal sealed class DeletePolicyVersion : IOperation<DeletePolicyVersionRequest, DeletePolicyVersionResponse>
{
    public ValueTask<Outcome<DeletePolicyVersionResponse>> ExecuteAsync(Call call, DeletePolicyVersionRequest request) =>
        ManagedPolicies.ChangeAsync(
            call,
            request.PolicyArn!,
            policy => policy.DefaultVersion == request.VersionId ? IamErrors.Conflict("Cannot delete the default version of a policy.")
                : policy.Versions.Any(version => version.Id == request.VersionId) ? policy with { Versions = [.. policy.Versions.Where(version => version.Id != request.VersionId)] }
                : IamErrors.NoSuchEntity($"Policy {request.PolicyArn} version {request.VersionId} does not exist or is not attachable."),
            _ => new DeletePolicyVersionResponse());
}
