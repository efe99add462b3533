using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Takes a table's or a stream's resource policy away; where there is none, nothing happens.</summary>
internal sealed class DeleteResourcePolicy : IOperation<DeleteResourcePolicyInput, DeleteResourcePolicyOutput>
{
    public ValueTask<Outcome<DeleteResourcePolicyOutput>> ExecuteAsync(Call call, DeleteResourcePolicyInput request) => call.TransactAsync<DeleteResourcePolicyOutput>(async transaction =>
    {
        var found = await TablePolicies.FindAsync(transaction, request.ResourceArn!);
        if (found.IsError)
        {
            return found.Error;
        }

        if (request.ExpectedRevisionId is { } expected && expected != found.Value.Revision)
        {
            return TablePolicies.NotFound;
        }

        await TablePolicies.WriteAsync(transaction, request.ResourceArn!, null, null);
        return new DeleteResourcePolicyOutput { RevisionId = found.Value.Revision };
    });
}
