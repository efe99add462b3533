using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>A bucket's region; nothing for us-east-1.</summary>
internal sealed class GetBucketLocation : IOperation<GetBucketLocationRequest, GetBucketLocationOutput>
{
    public async ValueTask<Outcome<GetBucketLocationOutput>> ExecuteAsync(Call call, GetBucketLocationRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error : new GetBucketLocationOutput { LocationConstraint = found.Value.Region == "us-east-1" ? "" : found.Value.Region };
    }
}
