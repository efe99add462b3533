using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Lambda.Operations;

/// <summary><c>$LATEST</c> and the versions in their order.</summary>
internal sealed class ListVersionsByFunction : IOperation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse>
{
    public async ValueTask<Outcome<ListVersionsByFunctionResponse>> ExecuteAsync(Call call, ListVersionsByFunctionRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        return await call.ReadAsync<Outcome<ListVersionsByFunctionResponse>>(async snapshot =>
        {
            var function = await Functions.FindAsync(snapshot, reference);
            if (function.IsError)
            {
                return function.Error;
            }

            var all = LambdaTables.Versions.EachAsync(snapshot, LambdaTables.Versions.Under(reference.Account, reference.Region, reference.Name).All);
            var (versions, marker) = await Listing.PageAsync(all, row => $"{row.Key.Version:D10}", request.Marker, request.MaxItems);
            return new ListVersionsByFunctionResponse
            {
                NextMarker = marker,
                Versions = [.. versions.Select(row => FunctionShapes.Describe(reference, row.Value, Functions.TextOf(row.Key.Version)))],
            };
        });
    }
}
