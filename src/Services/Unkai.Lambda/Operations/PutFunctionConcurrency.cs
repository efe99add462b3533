using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Invocations;

namespace Unkai.Lambda.Operations;

/// <summary>Reserves concurrency for a function.</summary>
internal sealed class PutFunctionConcurrency : IOperation<PutFunctionConcurrencyRequest, Concurrency>
{
    private const int UnreservedMin = 100;

    public async ValueTask<Outcome<Concurrency>> ExecuteAsync(Call call, PutFunctionConcurrencyRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        if (reference.Qualifier is not null)
        {
            return LambdaErrors.InvalidParameter("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.");
        }

        var wanted = request.ReservedConcurrentExecutions!.Value;
        var put = await call.TransactAsync<Concurrency>(async transaction =>
        {
            var function = await Functions.FindAsync(transaction, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            var others = await LambdaTables.ReservedConcurrency.GetAsync(transaction, (reference.Account, reference.Region)) - (function.Value.ReservedConcurrency ?? 0);
            if (InvocationTarget.AccountConcurrency - others - wanted < UnreservedMin)
            {
                return LambdaErrors.InvalidParameter(
                    $"Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{UnreservedMin}].");
            }

            LambdaTables.Functions.Put(transaction, reference.Key, function.Value with { ReservedConcurrency = wanted });
            LambdaTables.ReservedConcurrency.Set(transaction, (reference.Account, reference.Region), others + wanted);
            return new Concurrency { ReservedConcurrentExecutions = wanted };
        });
        if (!put.IsError)
        {
            _ = LambdaService.RunningOf(call.World).WakeAsync(reference.FunctionArn, wanted);
        }

        return put;
    }
}
