using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Turns Object Lock on for a bucket with versions, and says what new versions are retained for.</summary>
internal sealed class PutObjectLockConfiguration : IOperation<PutObjectLockConfigurationRequest, PutObjectLockConfigurationOutput>
{
    /// <summary>A hundred years.</summary>
    private const int DaysMax = 36_500;
    private const int YearsMax = 100;

    public ValueTask<Outcome<PutObjectLockConfigurationOutput>> ExecuteAsync(Call call, PutObjectLockConfigurationRequest request) =>
        Read(request.ObjectLockConfiguration) is var rule && rule.IsError
            ? ValueTask.FromResult<Outcome<PutObjectLockConfigurationOutput>>(rule.Error)
            : Buckets.ChangeAsync(
                call,
                request.Bucket!,
                request.ExpectedBucketOwner,
                bucket => bucket.Versioning == VersioningStatus.Enabled ? bucket with { ObjectLock = rule.Value } : LockErrors.NeedsVersioning,
                new PutObjectLockConfigurationOutput());

    private static Outcome<ObjectLockRecord> Read(ObjectLockConfiguration? configuration)
    {
        if (configuration is not { ObjectLockEnabled: "Enabled" })
        {
            return S3Errors.MalformedXml;
        }

        if (configuration.Rule is not { } rule)
        {
            return new ObjectLockRecord();
        }

        return rule.DefaultRetention is not { Mode: ObjectLocks.Governance or ObjectLocks.Compliance } retention || (retention.Days is null) == (retention.Years is null) ? S3Errors.MalformedXml
            : (retention.Days ?? retention.Years) <= 0 ? S3Errors.InvalidArgument("Default retention period must be a positive integer value.", retention.Days is null ? "Years" : "Days", Text(retention))
            : retention.Days > DaysMax || retention.Years > YearsMax ? S3Errors.InvalidArgument("Default retention period too large.", retention.Days is null ? "Years" : "Days", Text(retention))
            : new ObjectLockRecord { Mode = retention.Mode, Days = retention.Days, Years = retention.Years };
    }

    private static string Text(DefaultRetention retention) => (retention.Days ?? retention.Years)!.Value.ToString(CultureInfo.InvariantCulture);
}
