using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Removes an access point, its policy and its alias.</summary>
internal sealed class DeleteAccessPoint : IOperation<DeleteAccessPointRequest, DeleteAccessPointResponse>
{
    public ValueTask<Outcome<DeleteAccessPointResponse>> ExecuteAsync(Call call, DeleteAccessPointRequest request) => call.TransactAsync<DeleteAccessPointResponse>(async transaction =>
    {
        var id = new AccessPointId(call.Region, request.AccountId!, request.Name!);
        var found = await AccessPointLookup.FindAsync(transaction, id);
        if (found.IsError)
        {
            return found.Error;
        }

        AccessPointTables.Points.Delete(transaction, (id.Account, id.Region, id.Name));
        AccessPointTables.Aliases.Delete(transaction, found.Value.Alias);
        AccessPointTables.OfBuckets.Delete(transaction, (found.Value.Bucket, id.Account, id.Region, id.Name));
        return new DeleteAccessPointResponse();
    });
}
