using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>Whether transfers of a bucket are accelerated; here it changes nothing.</summary>
internal sealed class GetBucketAccelerateConfiguration : IOperation<GetBucketAccelerateConfigurationRequest, GetBucketAccelerateConfigurationOutput>
{
    public async ValueTask<Outcome<GetBucketAccelerateConfigurationOutput>> ExecuteAsync(Call call, GetBucketAccelerateConfigurationRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error : new GetBucketAccelerateConfigurationOutput { Status = found.Value.Acceleration, RequestCharged = RequesterPays.ChargedTo(call, found.Value) };
    }
}
