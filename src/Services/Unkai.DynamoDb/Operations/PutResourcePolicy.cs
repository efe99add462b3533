using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Gives a table or a stream a resource policy.</summary>
internal sealed class PutResourcePolicy : IOperation<PutResourcePolicyInput, PutResourcePolicyOutput>
{
    private const string NoPolicy = "NO_POLICY";

    public ValueTask<Outcome<PutResourcePolicyOutput>> ExecuteAsync(Call call, PutResourcePolicyInput request) => call.TransactAsync<PutResourcePolicyOutput>(async transaction =>
    {
        var found = await TablePolicies.FindAsync(transaction, request.ResourceArn!);
        if (found.IsError)
        {
            return found.Error;
        }

        if (TablePolicies.Check(request.Policy) is { } problem)
        {
            return problem;
        }

        if (request.ExpectedRevisionId is { } expected && expected != (found.Value.Revision ?? NoPolicy))
        {
            return TablePolicies.NotFound;
        }

        var revision = found.Value.Policy == request.Policy ? found.Value.Revision : TablePolicies.NewRevision(call);
        await TablePolicies.WriteAsync(transaction, request.ResourceArn!, request.Policy, revision);
        return new PutResourcePolicyOutput { RevisionId = revision };
    });
}
