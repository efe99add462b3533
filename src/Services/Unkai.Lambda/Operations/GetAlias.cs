using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Where an alias points.</summary>
internal sealed class GetAlias : IOperation<GetAliasRequest, AliasConfiguration>
{
    public async ValueTask<Outcome<AliasConfiguration>> ExecuteAsync(Call call, GetAliasRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var alias = await call.ReadAsync(snapshot => LambdaTables.Aliases.GetAsync(snapshot, Aliases.KeyOf(parsed.Value, request.Name!)));
        return alias is null
            ? LambdaErrors.AliasNotFound($"{parsed.Value.FunctionArn}:{request.Name}")
            : FunctionShapes.Describe(parsed.Value, request.Name!, alias);
    }
}
