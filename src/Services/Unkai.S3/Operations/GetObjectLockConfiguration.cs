using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;

namespace Unkai.S3.Operations;

/// <summary>A bucket's Object Lock.</summary>
internal sealed class GetObjectLockConfiguration : IOperation<GetObjectLockConfigurationRequest, GetObjectLockConfigurationOutput>
{
    public async ValueTask<Outcome<GetObjectLockConfigurationOutput>> ExecuteAsync(Call call, GetObjectLockConfigurationRequest request)
    {
        var bucket = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return bucket.IsError ? bucket.Error
            : bucket.Value.ObjectLock is not { } rule ? LockErrors.NoConfiguration(request.Bucket!)
            : new GetObjectLockConfigurationOutput
            {
                ObjectLockConfiguration = new ObjectLockConfiguration
                {
                    ObjectLockEnabled = "Enabled",
                    Rule = rule.Mode is null ? null : new ObjectLockRule { DefaultRetention = new DefaultRetention { Mode = rule.Mode, Days = rule.Days, Years = rule.Years } },
                },
            };
    }
}
