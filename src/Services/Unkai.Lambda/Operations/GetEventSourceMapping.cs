using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>One mapping.</summary>
internal sealed class GetEventSourceMapping : IOperation<GetEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public async ValueTask<Outcome<EventSourceMappingConfiguration>> ExecuteAsync(Call call, GetEventSourceMappingRequest request) =>
        await call.ReadAsync(snapshot => LambdaTables.Mappings.GetAsync(snapshot, Mappings.KeyOf(call, request.UUID!))) is { } mapping
            ? Mappings.Describe(call, mapping)
            : LambdaErrors.MappingNotFound;
}
