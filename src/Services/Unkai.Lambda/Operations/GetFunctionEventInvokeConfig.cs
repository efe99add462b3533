using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>How event invocations are retried and where their outcome goes.</summary>
internal sealed class GetFunctionEventInvokeConfig : IOperation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>
{
    public async ValueTask<Outcome<FunctionEventInvokeConfig>> ExecuteAsync(Call call, GetFunctionEventInvokeConfigRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        var function = await call.ReadAsync(snapshot => Functions.FindAsync(snapshot, reference));
        return function.IsError ? function.Error
            : function.Value.EventInvokes.GetValueOrDefault(EventInvokes.KeyOf(reference)) is { } record
                ? EventInvokes.Describe(reference, EventInvokes.KeyOf(reference), record)
                : EventInvokes.NotFound(reference);
    }
}
