using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessLogs;
using Unkai.S3.Locking;

namespace Unkai.S3.Operations;

/// <summary>Deletes up to 1,000 keys, each for itself.</summary>
internal sealed class DeleteObjects : IOperation<DeleteObjectsRequest, DeleteObjectsOutput>
{
    private const int KeysMax = 1000;

    public async ValueTask<Outcome<DeleteObjectsOutput>> ExecuteAsync(Call call, DeleteObjectsRequest request)
    {
        if (request.Delete?.Objects is not { Count: > 0 and <= KeysMax } asked || asked.Exists(item => string.IsNullOrEmpty(item.Key)))
        {
            return S3Errors.MalformedXml;
        }

        var wishes = await call.ReadAsync(async snapshot => await S3Arns.DeletionsOfAsync(call, snapshot, request, await S3Tables.Buckets.GetAsync(snapshot, request.Bucket!)));
        var refusals = await S3Arns.RefusalsAsync(call, wishes);
        var bypasses = await ObjectLocks.MayBypassAsync(call, request.Bucket!, null, request.BypassGovernanceRetention);
        var result = await call.TransactAsync<DeleteObjectsOutput>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            if (!SecondFactor.Suffices(request.MFA, bucket.Value.MfaDelete && asked.Exists(item => item.VersionId is not null)))
            {
                return LockErrors.NeedsSecondFactor;
            }

            var output = new DeleteObjectsOutput();
            for (var i = 0; i < asked.Count; i++)
            {
                var item = asked[i];
                var deleted = refusals[i] is { } refused ? refused
                    : item.LastModifiedTime is not null || item.Size is not null ? S3Errors.HeaderNotImplemented(item.Size is null ? "LastModifiedTime" : "Size")
                    : await Deletion.DeleteAsync(transaction, call, bucket.Value, request.Bucket!, item.Key!, item.VersionId, item.ETag, bypasses);
                if (deleted.IsError)
                {
                    (output.Errors ??= []).Add(new Error { Key = item.Key, VersionId = item.VersionId, Code = deleted.Error.Code, Message = deleted.Error.Message });
                }
                else if (request.Delete.Quiet != true)
                {
                    (output.Deleted ??= []).Add(new DeletedObject
                    {
                        Key = item.Key,
                        VersionId = item.VersionId,
                        DeleteMarker = deleted.Value.IsMarker ? true : null,
                        DeleteMarkerVersionId = deleted.Value.IsMarker ? deleted.Value.VersionId : null,
                    });
                }
            }

            return output;
        });
        if (!result.IsError && Admission.Of(call) is { Bucket.Logging: not null } admission)
        {
            admission.Deletions = [.. asked.Select(item => new BatchDeletion(
                item.Key!, item.VersionId, result.Value.Errors?.Find(error => error.Key == item.Key && error.VersionId == item.VersionId)?.Code))];
        }

        return result;
    }
}
