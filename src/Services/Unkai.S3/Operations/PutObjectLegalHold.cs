using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;

namespace Unkai.S3.Operations;

/// <summary>Puts a legal hold on a version, or lifts it.</summary>
internal sealed class PutObjectLegalHold : IOperation<PutObjectLegalHoldRequest, PutObjectLegalHoldOutput>
{
    public async ValueTask<Outcome<PutObjectLegalHoldOutput>> ExecuteAsync(Call call, PutObjectLegalHoldRequest request) =>
        request.LegalHold?.Status is ("ON" or "OFF") and var status
            ? await LockedVersions.ChangeAsync(
                call, request.Bucket!, request.Key!, request.VersionId, request.ExpectedBucketOwner, record => record with { LegalHold = status }, new PutObjectLegalHoldOutput())
            : S3Errors.MalformedXml;
}
