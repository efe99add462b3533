using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Ends a mapping; its poller stops.</summary>
internal sealed class DeleteEventSourceMapping : IOperation<DeleteEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public ValueTask<Outcome<EventSourceMappingConfiguration>> ExecuteAsync(Call call, DeleteEventSourceMappingRequest request) => call.TransactAsync<EventSourceMappingConfiguration>(async transaction =>
    {
        var key = Mappings.KeyOf(call, request.UUID!);
        if (await LambdaTables.Mappings.GetAsync(transaction, key) is not { } mapping)
        {
            return LambdaErrors.MappingNotFound;
        }

        LambdaTables.Mappings.Delete(transaction, key);
        LambdaTables.Positions.Delete(transaction, key);
        return Mappings.Describe(call, mapping, "Deleting");
    });
}
