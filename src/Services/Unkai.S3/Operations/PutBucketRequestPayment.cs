using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Sets who pays for a bucket's requests.</summary>
internal sealed class PutBucketRequestPayment : IOperation<PutBucketRequestPaymentRequest, PutBucketRequestPaymentResponse>
{
    public ValueTask<Outcome<PutBucketRequestPaymentResponse>> ExecuteAsync(Call call, PutBucketRequestPaymentRequest request) => Buckets.ChangeAsync(
        call,
        request.Bucket!,
        request.ExpectedBucketOwner,
        bucket => request.RequestPaymentConfiguration is { Payer: "BucketOwner" or "Requester" } asked ? bucket with { Payer = asked.Payer } : S3Errors.MalformedXml,
        new PutBucketRequestPaymentResponse());
}
