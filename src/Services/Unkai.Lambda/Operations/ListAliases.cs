using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda.Operations;

/// <summary>A function's aliases by name.</summary>
internal sealed class ListAliases : IOperation<ListAliasesRequest, ListAliasesResponse>
{
    public async ValueTask<Outcome<ListAliasesResponse>> ExecuteAsync(Call call, ListAliasesRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        return await call.ReadAsync<Outcome<ListAliasesResponse>>(async snapshot =>
        {
            var function = await Functions.FindAsync(snapshot, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            var (aliases, marker) = await Listing.PageAsync(EachAsync(snapshot, reference, request.FunctionVersion), row => row.Key.Alias, request.Marker, request.MaxItems);
            return new ListAliasesResponse { NextMarker = marker, Aliases = [.. aliases.Select(row => FunctionShapes.Describe(reference, row.Key.Alias, row.Value))] };
        });
    }

    private static async IAsyncEnumerable<Row<(AccountId Account, string Region, string Name, string Alias), AliasRecord>> EachAsync(Snapshot snapshot, FunctionReference reference, string? version)
    {
        await foreach (var row in LambdaTables.Aliases.EachAsync(snapshot, LambdaTables.Aliases.Under(reference.Account, reference.Region, reference.Name).All))
        {
            if (version is null || Functions.NumberOf(version) == row.Value.Version)
            {
                yield return row;
            }
        }
    }
}
