using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Adds a version to a managed policy.</summary>
internal sealed class CreatePolicyVersion : IOperation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>
{
    public ValueTask<Outcome<CreatePolicyVersionResponse>> ExecuteAsync(Call call, CreatePolicyVersionRequest request)
    {
        if (PolicyParser.Parse(request.PolicyDocument!, PolicyKind.Identity, out var problem) is null)
        {
            return ValueTask.FromResult<Outcome<CreatePolicyVersionResponse>>(IamErrors.Malformed(problem!));
        }

        return ManagedPolicies.ChangeAsync(
            call,
            request.PolicyArn!,
            policy =>
            {
                if (policy.Versions.Count >= ManagedPolicies.VersionsMax)
                {
                    return IamErrors.LimitExceeded("A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.");
                }

                var now = call.Clock.GetUtcNow();
                var version = new PolicyVersionRecord($"v{policy.NextVersion}", request.PolicyDocument!, now);
                return policy with
                {
                    Versions = [.. policy.Versions, version],
                    NextVersion = policy.NextVersion + 1,
                    DefaultVersion = request.SetAsDefault == true ? version.Id : policy.DefaultVersion,
                    UpdatedAt = now,
                };
            },
            policy => new CreatePolicyVersionResponse
            {
                PolicyVersion = new PolicyVersion { VersionId = policy.Versions[^1].Id, IsDefaultVersion = policy.DefaultVersion == policy.Versions[^1].Id, CreateDate = policy.Versions[^1].CreatedAt },
            });
    }
}
