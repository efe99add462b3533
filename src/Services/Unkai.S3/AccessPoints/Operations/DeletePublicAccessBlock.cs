using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>An account keeps nothing from the public any more; the absence of a configuration is no error.</summary>
internal sealed class DeletePublicAccessBlock : IOperation<DeletePublicAccessBlockRequest, DeletePublicAccessBlockResponse>
{
    public ValueTask<Outcome<DeletePublicAccessBlockResponse>> ExecuteAsync(Call call, DeletePublicAccessBlockRequest request) => call.TransactAsync<DeletePublicAccessBlockResponse>(transaction =>
    {
        AccessPointTables.AccountBlocks.Delete(transaction, request.AccountId!);
        return ValueTask.FromResult<Outcome<DeletePublicAccessBlockResponse>>(new DeletePublicAccessBlockResponse());
    });
}
