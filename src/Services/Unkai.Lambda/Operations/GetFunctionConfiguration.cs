using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>The configuration of a function's version.</summary>
internal sealed class GetFunctionConfiguration : IOperation<GetFunctionConfigurationRequest, FunctionConfiguration>
{
    public async ValueTask<Outcome<FunctionConfiguration>> ExecuteAsync(Call call, GetFunctionConfigurationRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var version = await call.ReadAsync(snapshot => Functions.FindVersionAsync(snapshot, parsed.Value));
        return version.IsError ? version.Error : FunctionShapes.Describe(parsed.Value, version.Value, parsed.Value.Qualifier);
    }
}
