using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>Removes a managed policy that is attached to nothing and has one version.</summary>
internal sealed class DeletePolicy : IOperation<DeletePolicyRequest, DeletePolicyResponse>
{
    public ValueTask<Outcome<DeletePolicyResponse>> ExecuteAsync(Call call, DeletePolicyRequest request) => call.TransactAsync<DeletePolicyResponse>(async transaction =>
    {
        if (await ManagedPolicies.FindAsync(transaction, request.PolicyArn!) is not ({ } account, { } policy))
        {
            return ManagedPolicies.NoSuch(request.PolicyArn!);
        }

        if ((await ManagedPolicies.AttachedToAsync(transaction, account, request.PolicyArn!)).Count > 0)
        {
            return IamErrors.Conflict("Cannot delete a policy attached to entities.");
        }

        if (policy.Versions.Count > 1)
        {
            return IamErrors.Conflict("This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");
        }

        IamTables.Policies.Delete(transaction, (account, Identities.Key(policy.Name)));
        return new DeletePolicyResponse();
    });
}
