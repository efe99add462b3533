using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Points an alias elsewhere.</summary>
internal sealed class UpdateAlias : IOperation<UpdateAliasRequest, AliasConfiguration>
{
    public async ValueTask<Outcome<AliasConfiguration>> ExecuteAsync(Call call, UpdateAliasRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value with { Qualifier = null };
        var key = Aliases.KeyOf(reference, request.Name!);
        return await call.TransactAsync<AliasConfiguration>(async transaction =>
        {
            if (await LambdaTables.Aliases.GetAsync(transaction, key) is not { } known)
            {
                return LambdaErrors.AliasNotFound($"{reference.FunctionArn}:{request.Name}");
            }

            if (Versions.CheckRevision(request.RevisionId, known.RevisionId) is { } changed)
            {
                return changed;
            }

            var alias = await Aliases.PointAsync(call, transaction, reference, known, request.FunctionVersion, request.Description, request.RoutingConfig);
            if (alias.IsError)
            {
                return alias.Error;
            }

            LambdaTables.Aliases.Put(transaction, key, alias.Value);
            return FunctionShapes.Describe(reference, request.Name!, alias.Value);
        });
    }
}
