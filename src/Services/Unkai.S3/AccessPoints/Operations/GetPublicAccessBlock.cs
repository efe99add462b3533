using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>What an account keeps from the public, in all its buckets and access points.</summary>
internal sealed class GetPublicAccessBlock : IOperation<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput>
{
    public async ValueTask<Outcome<GetPublicAccessBlockOutput>> ExecuteAsync(Call call, GetPublicAccessBlockRequest request) =>
        await call.ReadAsync(snapshot => AccessPointTables.AccountBlocks.GetAsync(snapshot, request.AccountId!)) is { } block
            ? new GetPublicAccessBlockOutput { PublicAccessBlockConfiguration = PublicAccessShapes.Write(block) }
            : AccessPointErrors.NoAccountBlock(request.AccountId!);
}
