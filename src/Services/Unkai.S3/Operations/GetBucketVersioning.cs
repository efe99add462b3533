using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Whether a bucket keeps versions; nothing when it never did.</summary>
internal sealed class GetBucketVersioning : IOperation<GetBucketVersioningRequest, GetBucketVersioningOutput>
{
    public async ValueTask<Outcome<GetBucketVersioningOutput>> ExecuteAsync(Call call, GetBucketVersioningRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError
            ? found.Error
            : new GetBucketVersioningOutput { Status = found.Value.Versioning == VersioningStatus.Off ? null : found.Value.Versioning.ToString(), MFADelete = found.Value.MfaDelete ? "Enabled" : null };
    }
}
