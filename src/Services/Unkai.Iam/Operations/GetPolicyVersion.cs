using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>A version of a managed policy, with its document.</summary>
internal sealed class GetPolicyVersion : IOperation<GetPolicyVersionRequest, GetPolicyVersionResponse>
{
    public ValueTask<Outcome<GetPolicyVersionResponse>> ExecuteAsync(Call call, GetPolicyVersionRequest request) => call.ReadAsync<Outcome<GetPolicyVersionResponse>>(async snapshot =>
    {
        if (AwsManagedPolicies.Find(request.PolicyArn!) is { } document)
        {
            return request.VersionId == "v1"
                ? new GetPolicyVersionResponse { PolicyVersion = new PolicyVersion { VersionId = "v1", IsDefaultVersion = true, Document = Uri.EscapeDataString(document), CreateDate = DateTimeOffset.UnixEpoch } }
                : NoSuchVersion(request);
        }

        if (await ManagedPolicies.FindAsync(snapshot, request.PolicyArn!) is not ({ } _, { } policy))
        {
            return ManagedPolicies.NoSuch(request.PolicyArn!);
        }

        return policy.Versions.FirstOrDefault(version => version.Id == request.VersionId) is not { } found ? NoSuchVersion(request) : new GetPolicyVersionResponse
        {
            PolicyVersion = new PolicyVersion
            {
                VersionId = found.Id,
                IsDefaultVersion = found.Id == policy.DefaultVersion,
                Document = Uri.EscapeDataString(found.Document),
                CreateDate = found.CreatedAt,
            },
        };
    });

    private static AwsError NoSuchVersion(GetPolicyVersionRequest request) => IamErrors.NoSuchEntity($"Policy {request.PolicyArn} version {request.VersionId} does not exist or is not attachable.");
}
