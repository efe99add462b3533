using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda.Operations;

/// <summary>Mappings of the account, a queue or a function.</summary>
internal sealed class ListEventSourceMappings : IOperation<ListEventSourceMappingsRequest, ListEventSourceMappingsResponse>
{
    public async ValueTask<Outcome<ListEventSourceMappingsResponse>> ExecuteAsync(Call call, ListEventSourceMappingsRequest request)
    {
        FunctionReference? function = null;
        if (request.FunctionName is { } name)
        {
            var parsed = FunctionReference.Parse(call, name);
            if (parsed.IsError)
            {
                return parsed.Error;
            }

            function = parsed.Value;
        }

        var (mappings, marker) = await call.ReadAsync(snapshot => Listing.PageAsync(EachAsync(call, snapshot, request.EventSourceArn, function), mapping => mapping.Uuid, request.Marker, request.MaxItems));
        return new ListEventSourceMappingsResponse { NextMarker = marker, EventSourceMappings = [.. mappings.Select(mapping => Mappings.Describe(call, mapping))] };
    }

    private static async IAsyncEnumerable<MappingRecord> EachAsync(Call call, Snapshot snapshot, string? source, FunctionReference? function)
    {
        await foreach (var (_, mapping) in LambdaTables.Mappings.EachAsync(snapshot, LambdaTables.Mappings.Under(call.Account, call.Region).All))
        {
            if ((source is null || mapping.SourceArn == source) && (function is null || (mapping.Function == function.Name && mapping.Qualifier == function.Qualifier)))
            {
                yield return mapping;
            }
        }
    }
}
