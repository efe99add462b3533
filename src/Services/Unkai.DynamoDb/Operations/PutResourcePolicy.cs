using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Gives a table a resource policy.</summary>
internal sealed class PutResourcePolicy : IOperation<PutResourcePolicyInput, PutResourcePolicyOutput>
{
    private const string NoPolicy = "NO_POLICY";

    public ValueTask<Outcome<PutResourcePolicyOutput>> ExecuteAsync(Call call, PutResourcePolicyInput request) => call.TransactAsync<PutResourcePolicyOutput>(async transaction =>
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

        if (TablePolicies.Check(request.Policy) is { } problem)
        {
            return problem;
        }

        if (request.ExpectedRevisionId is { } expected && expected != (found.Value.PolicyRevision ?? NoPolicy))
        {
            return TablePolicies.NotFound;
        }

        var revision = found.Value.Policy == request.Policy ? found.Value.PolicyRevision : TablePolicies.NewRevision(call);
        DynamoDbTables.Tables.Put(transaction, found.Value.Row, found.Value with { Policy = request.Policy, PolicyRevision = revision });
        return new PutResourcePolicyOutput { RevisionId = revision };
    });
}
