using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Operations;

/// <summary>Back to the defaults for event invocations.</summary>
internal sealed class DeleteFunctionEventInvokeConfig : IOperation<DeleteFunctionEventInvokeConfigRequest, DeleteFunctionEventInvokeConfigResponse>
{
    public async ValueTask<Outcome<DeleteFunctionEventInvokeConfigResponse>> ExecuteAsync(Call call, DeleteFunctionEventInvokeConfigRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        return await call.TransactAsync<DeleteFunctionEventInvokeConfigResponse>(async transaction =>
        {
            var function = await Functions.FindAsync(transaction, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            var rules = new Dictionary<string, EventInvokeRecord>(function.Value.EventInvokes);
            if (!rules.Remove(EventInvokes.KeyOf(reference)))
            {
                return EventInvokes.NotFound(reference);
            }

            LambdaTables.Functions.Put(transaction, reference.Key, function.Value with { EventInvokes = rules });
            return new DeleteFunctionEventInvokeConfigResponse();
        });
    }
}
