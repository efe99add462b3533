using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Compute;
using Unkai.Storage;

namespace Unkai.Lambda.Operations;

/// <summary>Deletes a function with all its versions and aliases, or one version.</summary>
internal sealed class DeleteFunction : IOperation<DeleteFunctionRequest, DeleteFunctionResponse>
{
    public async ValueTask<Outcome<DeleteFunctionResponse>> ExecuteAsync(Call call, DeleteFunctionRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        if (reference.Qualifier is not null)
        {
            return await DeleteVersionAsync(call, reference);
        }

        var deleted = await call.TransactAsync<DeleteFunctionResponse>(async transaction =>
        {
            var function = await Functions.FindAsync(transaction, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            var aliases = LambdaTables.Aliases.Under(reference.Account, reference.Region, reference.Name).All;
            await foreach (var version in LambdaTables.Versions.EachAsync(transaction, LambdaTables.Versions.Under(reference.Account, reference.Region, reference.Name).All))
            {
                await Versions.RemoveAsync(transaction, reference, version.Key.Version);
            }

            LambdaTables.Aliases.DeleteRange(transaction, aliases);
            LambdaTables.Functions.Delete(transaction, reference.Key);
            LambdaTables.ReservedConcurrency.Add(transaction, (reference.Account, reference.Region), -(function.Value.ReservedConcurrency ?? 0));
            return new DeleteFunctionResponse { StatusCode = 204 };
        });
        if (!deleted.IsError)
        {
            call.World.Host<FunctionHost>().Pool.Drain($"{call.World.Name} {reference.FunctionArn}");
        }

        return deleted;
    }

    private static ValueTask<Outcome<DeleteFunctionResponse>> DeleteVersionAsync(Call call, FunctionReference reference) => call.TransactAsync<DeleteFunctionResponse>(async transaction =>
    {
        if (reference.Qualifier == FunctionReference.Latest)
        {
            return LambdaErrors.InvalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }

        if (Functions.NumberOf(reference.Qualifier) is not { } number)
        {
            return LambdaErrors.InvalidParameter("Deletion of aliases is not currently supported.");
        }

        if (await Functions.GetVersionAsync(transaction, reference, number) is null)
        {
            return LambdaErrors.FunctionNotFound(reference.QualifiedArn);
        }

        await foreach (var alias in LambdaTables.Aliases.EachAsync(transaction, LambdaTables.Aliases.Under(reference.Account, reference.Region, reference.Name).All))
        {
            if (alias.Value.Version == number || alias.Value.OtherVersion == number)
            {
                return LambdaErrors.Conflict($"Version {number} is currently referenced by alias {alias.Key.Alias}.");
            }
        }

        await Versions.RemoveAsync(transaction, reference, number);
        return new DeleteFunctionResponse { StatusCode = 204 };
    });
}
