using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>A table's or a stream's resource policy.</summary>
internal sealed class GetResourcePolicy : IOperation<GetResourcePolicyInput, GetResourcePolicyOutput>
{
    public async ValueTask<Outcome<GetResourcePolicyOutput>> ExecuteAsync(Call call, GetResourcePolicyInput request) => await call.ReadAsync<Outcome<GetResourcePolicyOutput>>(async snapshot =>
    {
        var found = await TablePolicies.FindAsync(snapshot, request.ResourceArn!);
        return found.IsError ? found.Error
            : found.Value.Policy is null ? TablePolicies.NotFound
            : new GetResourcePolicyOutput { Policy = found.Value.Policy, RevisionId = found.Value.Revision };
    });
}
