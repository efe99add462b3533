using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Says how event invocations are retried and where their outcome goes.</summary>
internal sealed class PutFunctionEventInvokeConfig : IOperation<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>
{
    public ValueTask<Outcome<FunctionEventInvokeConfig>> ExecuteAsync(Call call, PutFunctionEventInvokeConfigRequest request) => EventInvokes.PutAsync(
        call, request.FunctionName, request.Qualifier, request.MaximumRetryAttempts, request.MaximumEventAgeInSeconds, request.DestinationConfig, isUpdate: false);
}
