using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Gives a version a name.</summary>
internal sealed class CreateAlias : IOperation<CreateAliasRequest, AliasConfiguration>
{
    public async ValueTask<Outcome<AliasConfiguration>> ExecuteAsync(Call call, CreateAliasRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        if (Aliases.CheckName(request.Name!) is { } refused)
        {
            return refused;
        }

        var reference = parsed.Value with { Qualifier = null };
        var key = Aliases.KeyOf(reference, request.Name!);
        return await call.TransactAsync<AliasConfiguration>(async transaction =>
        {
            var function = await Functions.FindAsync(transaction, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            if (await LambdaTables.Aliases.ContainsAsync(transaction, key))
            {
                return LambdaErrors.Conflict($"Alias already exists: {reference.FunctionArn}:{request.Name}");
            }

            var alias = await Aliases.PointAsync(call, transaction, reference, null, request.FunctionVersion, request.Description, request.RoutingConfig);
            if (alias.IsError)
            {
                return alias.Error;
            }

            LambdaTables.Aliases.Put(transaction, key, alias.Value);
            return FunctionShapes.Describe(reference, request.Name!, alias.Value);
        });
    }
}
