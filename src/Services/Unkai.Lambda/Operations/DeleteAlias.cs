using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Deletes an alias, there or not.</summary>
internal sealed class DeleteAlias : IOperation<DeleteAliasRequest, DeleteAliasResponse>
{
    public async ValueTask<Outcome<DeleteAliasResponse>> ExecuteAsync(Call call, DeleteAliasRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        return await call.TransactAsync<DeleteAliasResponse>(async transaction =>
        {
            var function = await Functions.FindAsync(transaction, parsed.Value);
            if (function.IsError)
            {
                return function.Error;
            }

            LambdaTables.Aliases.Delete(transaction, Aliases.KeyOf(parsed.Value, request.Name!));
            return new DeleteAliasResponse();
        });
    }
}
