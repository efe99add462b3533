using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;

namespace Unkai.S3.Operations;

/// <summary>Whether a legal hold is on a version.</summary>
internal sealed class GetObjectLegalHold : IOperation<GetObjectLegalHoldRequest, GetObjectLegalHoldOutput>
{
    public async ValueTask<Outcome<GetObjectLegalHoldOutput>> ExecuteAsync(Call call, GetObjectLegalHoldRequest request)
    {
        var found = await call.ReadAsync(snapshot => LockedVersions.FindAsync(snapshot, request.Bucket!, request.Key!, request.VersionId, request.ExpectedBucketOwner));
        return found.IsError ? found.Error
            : found.Value.LegalHold is not { } status ? LockErrors.ObjectHasNone
            : new GetObjectLegalHoldOutput { LegalHold = new ObjectLockLegalHold { Status = status } };
    }
}
