using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Operations;

/// <summary>Takes one statement back.</summary>
internal sealed class RemovePermission : IOperation<RemovePermissionRequest, RemovePermissionResponse>
{
    public async ValueTask<Outcome<RemovePermissionResponse>> ExecuteAsync(Call call, RemovePermissionRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        return await call.TransactAsync<RemovePermissionResponse>(async transaction =>
        {
            var function = await Functions.FindAsync(transaction, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            var qualifier = reference.Qualifier ?? "";
            if (function.Value.Policies.GetValueOrDefault(qualifier) is not { } policy || policy.Statements.All(statement => statement.Sid != request.StatementId))
            {
                return LambdaErrors.NotFound($"Statement {request.StatementId} is not found in resource policy.");
            }

            if (request.RevisionId is { } revision && revision != policy.RevisionId)
            {
                return LambdaErrors.PreconditionFailed;
            }

            var policies = new Dictionary<string, PolicyRecord>(function.Value.Policies)
            {
                [qualifier] = new(call.Random.NextGuid().ToString(), [.. policy.Statements.Where(statement => statement.Sid != request.StatementId)]),
            };
            LambdaTables.Functions.Put(transaction, reference.Key, function.Value with { Policies = policies });
            return new RemovePermissionResponse();
        });
    }
}
