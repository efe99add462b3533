using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Sets what an account keeps from the public; what is not said is not kept.</summary>
internal sealed class PutPublicAccessBlock : IOperation<PutPublicAccessBlockRequest, PutPublicAccessBlockResponse>
{
    public ValueTask<Outcome<PutPublicAccessBlockResponse>> ExecuteAsync(Call call, PutPublicAccessBlockRequest request) => call.TransactAsync<PutPublicAccessBlockResponse>(transaction =>
    {
        if (PublicAccessShapes.Read(request.PublicAccessBlockConfiguration) is not { } block)
        {
            return ValueTask.FromResult<Outcome<PutPublicAccessBlockResponse>>(S3Errors.MalformedXml);
        }

        AccessPointTables.AccountBlocks.Put(transaction, request.AccountId!, block);
        return ValueTask.FromResult<Outcome<PutPublicAccessBlockResponse>>(new PutPublicAccessBlockResponse());
    });
}
