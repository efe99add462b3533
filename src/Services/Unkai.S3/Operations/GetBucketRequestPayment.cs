using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Who pays for a bucket's requests.</summary>
internal sealed class GetBucketRequestPayment : IOperation<GetBucketRequestPaymentRequest, GetBucketRequestPaymentOutput>
{
    public async ValueTask<Outcome<GetBucketRequestPaymentOutput>> ExecuteAsync(Call call, GetBucketRequestPaymentRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error : new GetBucketRequestPaymentOutput { Payer = found.Value.Payer ?? "BucketOwner" };
    }
}
