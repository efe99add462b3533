using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Invocations;

namespace Unkai.Lambda.Operations;

/// <summary>Gives a function's reserved concurrency back to the account.</summary>
internal sealed class DeleteFunctionConcurrency : IOperation<DeleteFunctionConcurrencyRequest, DeleteFunctionConcurrencyResponse>
{
    public async ValueTask<Outcome<DeleteFunctionConcurrencyResponse>> ExecuteAsync(Call call, DeleteFunctionConcurrencyRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        var deleted = await call.TransactAsync<DeleteFunctionConcurrencyResponse>(async transaction =>
        {
            var function = await Functions.FindAsync(transaction, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            LambdaTables.Functions.Put(transaction, reference.Key, function.Value with { ReservedConcurrency = null });
            LambdaTables.ReservedConcurrency.Add(transaction, (reference.Account, reference.Region), -(function.Value.ReservedConcurrency ?? 0));
            return new DeleteFunctionConcurrencyResponse();
        });
        if (!deleted.IsError)
        {
            _ = LambdaService.RunningOf(call.World).WakeAsync(reference.FunctionArn, InvocationTarget.AccountConcurrency);
        }

        return deleted;
    }
}
