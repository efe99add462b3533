using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;

namespace Unkai.S3.Operations;

/// <summary>Retains a version until a date.</summary>
internal sealed class PutObjectRetention : IOperation<PutObjectRetentionRequest, PutObjectRetentionOutput>
{
    public async ValueTask<Outcome<PutObjectRetentionOutput>> ExecuteAsync(Call call, PutObjectRetentionRequest request)
    {
        var (mode, until) = (request.Retention?.Mode, request.Retention?.RetainUntilDate);
        if (request.Retention is null || (mode is null) != (until is null) || mode is not (null or ObjectLocks.Governance or ObjectLocks.Compliance))
        {
            return S3Errors.MalformedXml;
        }

        var bypasses = await ObjectLocks.MayBypassAsync(call, request.Bucket!, request.Key, request.BypassGovernanceRetention);
        return await LockedVersions.ChangeAsync(
            call,
            request.Bucket!,
            request.Key!,
            request.VersionId,
            request.ExpectedBucketOwner,
            record => until <= call.Clock.GetUtcNow() ? LockErrors.PastDate(until.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
                : !ObjectLocks.MayChange(record, call.Clock.GetUtcNow(), mode, until, bypasses) ? LockErrors.Protected
                : record with { LockMode = mode, RetainUntil = until },
            new PutObjectRetentionOutput());
    }
}
