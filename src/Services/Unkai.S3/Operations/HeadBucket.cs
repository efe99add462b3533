using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Says whether a bucket is there, and where.</summary>
internal sealed class HeadBucket : IOperation<HeadBucketRequest, HeadBucketOutput>
{
    public async ValueTask<Outcome<HeadBucketOutput>> ExecuteAsync(Call call, HeadBucketRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError
            ? found.Error
            : new HeadBucketOutput { BucketRegion = found.Value.Region, BucketArn = Arn.Of("s3", "", "", request.Bucket!).ToString(), AccessPointAlias = Admission.Of(call) is { IsByAlias: true } };
    }
}
