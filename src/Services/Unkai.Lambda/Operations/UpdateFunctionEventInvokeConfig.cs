using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Changes what is given of it.</summary>
internal sealed class UpdateFunctionEventInvokeConfig : IOperation<UpdateFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>
{
    public ValueTask<Outcome<FunctionEventInvokeConfig>> ExecuteAsync(Call call, UpdateFunctionEventInvokeConfigRequest request) => EventInvokes.PutAsync(
        call, request.FunctionName, request.Qualifier, request.MaximumRetryAttempts, request.MaximumEventAgeInSeconds, request.DestinationConfig, isUpdate: true);
}
