using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>A function's configurations for event invocations, by qualifier.</summary>
internal sealed class ListFunctionEventInvokeConfigs : IOperation<ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse>
{
    public async ValueTask<Outcome<ListFunctionEventInvokeConfigsResponse>> ExecuteAsync(Call call, ListFunctionEventInvokeConfigsRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var function = await call.ReadAsync(snapshot => Functions.FindAsync(snapshot, parsed.Value));
        if (function.IsError)
        {
            return function.Error;
        }

        var all = function.Value.EventInvokes.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToAsyncEnumerable();
        var (page, marker) = await Listing.PageAsync(all, entry => entry.Key, request.Marker, request.MaxItems);
        return new ListFunctionEventInvokeConfigsResponse
        {
            NextMarker = marker,
            FunctionEventInvokeConfigs = [.. page.Select(entry => EventInvokes.Describe(parsed.Value, entry.Key, entry.Value))],
        };
    }
}
