using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>The versions of a managed policy, the newest first.</summary>
internal sealed class ListPolicyVersions : IOperation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>
{
    public ValueTask<Outcome<ListPolicyVersionsResponse>> ExecuteAsync(Call call, ListPolicyVersionsRequest request) => call.ReadAsync<Outcome<ListPolicyVersionsResponse>>(async snapshot =>
    {
        if (AwsManagedPolicies.Find(request.PolicyArn!) is not null)
        {
            return new ListPolicyVersionsResponse { Versions = [new PolicyVersion { VersionId = "v1", IsDefaultVersion = true, CreateDate = DateTimeOffset.UnixEpoch }], IsTruncated = false };
        }

        return await ManagedPolicies.FindAsync(snapshot, request.PolicyArn!) is not ({ } _, { } policy) ? ManagedPolicies.NoSuch(request.PolicyArn!) : new ListPolicyVersionsResponse
        {
            IsTruncated = false,
            Versions = [.. policy.Versions.Reverse().Select(version => new PolicyVersion { VersionId = version.Id, IsDefaultVersion = version.Id == policy.DefaultVersion, CreateDate = version.CreatedAt })],
        };
    });
}
