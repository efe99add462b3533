using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Removes an object, or a version, or puts a delete marker.</summary>
internal sealed class DeleteObject : IOperation<DeleteObjectRequest, DeleteObjectOutput>
{
    public ValueTask<Outcome<DeleteObjectOutput>> ExecuteAsync(Call call, DeleteObjectRequest request) =>
        request.IfMatchLastModifiedTime is not null || request.IfMatchSize is not null
            ? ValueTask.FromResult<Outcome<DeleteObjectOutput>>(S3Errors.NotImplemented("x-amz-if-match-last-modified-time"))
            : call.TransactAsync<DeleteObjectOutput>(async transaction =>
            {
                var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
                if (bucket.IsError)
                {
                    return bucket.Error;
                }

                var deleted = await Deletion.DeleteAsync(transaction, call, bucket.Value, request.Bucket!, request.Key!, request.VersionId, request.IfMatch);
                return deleted.IsError ? deleted.Error : new DeleteObjectOutput { DeleteMarker = deleted.Value.IsMarker ? true : null, VersionId = deleted.Value.VersionId };
            });
}
