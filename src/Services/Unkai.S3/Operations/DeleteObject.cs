using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;

namespace Unkai.S3.Operations;

/// <summary>Removes an object, or a version, or puts a delete marker.</summary>
internal sealed class DeleteObject : IOperation<DeleteObjectRequest, DeleteObjectOutput>
{
    public async ValueTask<Outcome<DeleteObjectOutput>> ExecuteAsync(Call call, DeleteObjectRequest request)
    {
        if (request.IfMatchLastModifiedTime is not null || request.IfMatchSize is not null)
        {
            return S3Errors.HeaderNotImplemented(request.IfMatchSize is null ? "x-amz-if-match-last-modified-time" : "x-amz-if-match-size");
        }

        var bypasses = await ObjectLocks.MayBypassAsync(call, request.Bucket!, request.Key, request.BypassGovernanceRetention);
        return await call.TransactAsync<DeleteObjectOutput>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            if (!SecondFactor.Suffices(request.MFA, bucket.Value.MfaDelete && request.VersionId is not null))
            {
                return LockErrors.NeedsSecondFactor;
            }

            var deleted = await Deletion.DeleteAsync(transaction, call, bucket.Value, request.Bucket!, request.Key!, request.VersionId, request.IfMatch, bypasses);
            return deleted.IsError ? deleted.Error : new DeleteObjectOutput { DeleteMarker = deleted.Value.IsMarker ? true : null, VersionId = deleted.Value.VersionId };
        });
    }
}
