using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Uploads;

namespace Unkai.S3.Operations;

/// <summary>Gives an upload up and lets its parts go.</summary>
internal sealed class AbortMultipartUpload : IOperation<AbortMultipartUploadRequest, AbortMultipartUploadOutput>
{
    public ValueTask<Outcome<AbortMultipartUploadOutput>> ExecuteAsync(Call call, AbortMultipartUploadRequest request) =>
        call.TransactAsync<AbortMultipartUploadOutput>(async transaction =>
        {
            var found = await UploadsUnderWay.FindAsync(transaction, request.Bucket!, request.Key!, request.UploadId!, request.ExpectedBucketOwner);
            if (found.IsError)
            {
                return found.Error;
            }

            if (request.IfMatchInitiatedTime is { } initiated && Math.Abs((initiated - found.Value.Initiated).TotalSeconds) >= 1)
            {
                return S3Errors.PreconditionFailed("x-amz-if-match-initiated-time");
            }

            await PartList.ReleaseAsync(transaction, request.UploadId!);
            S3Tables.Uploads.Delete(transaction, (request.Bucket!, request.Key!, request.UploadId!));
            return new AbortMultipartUploadOutput();
        });
}
