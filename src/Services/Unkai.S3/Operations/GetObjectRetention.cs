using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;

namespace Unkai.S3.Operations;

/// <summary>How long a version is retained.</summary>
internal sealed class GetObjectRetention : IOperation<GetObjectRetentionRequest, GetObjectRetentionOutput>
{
    public async ValueTask<Outcome<GetObjectRetentionOutput>> ExecuteAsync(Call call, GetObjectRetentionRequest request)
    {
        var found = await call.ReadAsync(snapshot => LockedVersions.FindAsync(snapshot, request.Bucket!, request.Key!, request.VersionId, request.ExpectedBucketOwner));
        return found.IsError ? found.Error
            : found.Value.LockMode is not { } mode ? LockErrors.ObjectHasNone
            : new GetObjectRetentionOutput { Retention = new ObjectLockRetention { Mode = mode, RetainUntilDate = found.Value.RetainUntil } };
    }
}
