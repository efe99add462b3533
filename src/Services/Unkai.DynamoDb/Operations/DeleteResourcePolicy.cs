using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Takes a table's resource policy away; where there is none, nothing happens.</summary>
internal sealed class DeleteResourcePolicy : IOperation<DeleteResourcePolicyInput, DeleteResourcePolicyOutput>
{
    public ValueTask<Outcome<DeleteResourcePolicyOutput>> ExecuteAsync(Call call, DeleteResourcePolicyInput request) => call.TransactAsync<DeleteResourcePolicyOutput>(async transaction =>
    {
        if (TablePolicies.CheckArn(request.ResourceArn!) is { } refused)
        {
            return refused;
        }

        var found = await TableLookup.FindByArnAsync(transaction, request.ResourceArn!);
        if (found.IsError)
        {
            return found.Error;
        }

        if (request.ExpectedRevisionId is { } expected && expected != found.Value.PolicyRevision)
        {
            return TablePolicies.NotFound;
        }

        DynamoDbTables.Tables.Put(transaction, found.Value.Row, found.Value with { Policy = null, PolicyRevision = null });
        return new DeleteResourcePolicyOutput { RevisionId = found.Value.PolicyRevision };
    });
}
