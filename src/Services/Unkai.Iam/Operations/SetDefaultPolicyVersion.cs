using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>Chooses the version that counts.</summary>
internal sealed class SetDefaultPolicyVersion : IOperation<SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionResponse>
{
    public ValueTask<Outcome<SetDefaultPolicyVersionResponse>> ExecuteAsync(Call call, SetDefaultPolicyVersionRequest request) =>
        ManagedPolicies.ChangeAsync(
            call,
            request.PolicyArn!,
            policy => policy.Versions.Any(version => version.Id == request.VersionId)
                ? policy with { DefaultVersion = request.VersionId!, UpdatedAt = call.Clock.GetUtcNow() }
                : IamErrors.NoSuchEntity($"Policy {request.PolicyArn} version {request.VersionId} does not exist or is not attachable."),
            _ => new SetDefaultPolicyVersionResponse());
}
