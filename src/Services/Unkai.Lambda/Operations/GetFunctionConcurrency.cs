using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>The concurrency reserved for a function.</summary>
internal sealed class GetFunctionConcurrency : IOperation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse>
{
    public async ValueTask<Outcome<GetFunctionConcurrencyResponse>> ExecuteAsync(Call call, GetFunctionConcurrencyRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var function = await call.ReadAsync(snapshot => Functions.FindAsync(snapshot, parsed.Value));
        return function.IsError ? function.Error : new GetFunctionConcurrencyResponse { ReservedConcurrentExecutions = function.Value.ReservedConcurrency };
    }
}
