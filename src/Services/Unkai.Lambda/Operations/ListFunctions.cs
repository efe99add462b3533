using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda.Operations;

/// <summary>The account's functions by name, with all their versions if asked.</summary>
internal sealed class ListFunctions : IOperation<ListFunctionsRequest, ListFunctionsResponse>
{
    public async ValueTask<Outcome<ListFunctionsResponse>> ExecuteAsync(Call call, ListFunctionsRequest request)
    {
        var all = request.FunctionVersion == FunctionVersion.All;
        var (versions, marker) = await call.ReadAsync(snapshot => Listing.PageAsync(EachAsync(call, snapshot, all), MarkerOf, request.Marker, request.MaxItems));
        return new ListFunctionsResponse
        {
            NextMarker = marker,
            Functions = [.. versions.Select(row => FunctionShapes.Describe(
                new FunctionReference(row.Key.Account, row.Key.Region, row.Key.Name, null), row.Value, all ? Functions.TextOf(row.Value.Number) : null))],
        };
    }

    private static string MarkerOf(Row<(AccountId Account, string Region, string Name, int Version), VersionRecord> row) => $"{row.Key.Name} {row.Key.Version:D10}";

    private static async IAsyncEnumerable<Row<(AccountId Account, string Region, string Name, int Version), VersionRecord>> EachAsync(Call call, Snapshot snapshot, bool all)
    {
        await foreach (var row in LambdaTables.Versions.EachAsync(snapshot, LambdaTables.Versions.Under(call.Account, call.Region).All))
        {
            if (all || row.Key.Version == 0)
            {
                yield return row;
            }
        }
    }
}
