using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.S3.Model;

namespace Unkai.S3.Locking;

/// <summary>What a new version is locked with, and what locks forbid.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Locking objects with Object Lock".</remarks>
internal static class ObjectLocks
{
    internal const string Governance = "GOVERNANCE";
    internal const string Compliance = "COMPLIANCE";

    /// <summary>Checks the headers that lock a new version.</summary>
    internal static AwsError? Check(DateTimeOffset now, string? mode, DateTimeOffset? until, string? legalHold) =>
        (mode is null) != (until is null) ? S3Errors.InvalidArgument(
            "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
            mode is null ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date",
            null)
        : mode is not (null or Governance or Compliance) ? S3Errors.InvalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode)
        : until <= now ? LockErrors.PastDate(until.Value.ToString("O", CultureInfo.InvariantCulture))
        : legalHold is not (null or "ON" or "OFF") ? S3Errors.InvalidArgument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", legalHold)
        : null;

    /// <summary>Locks a new version as its request says, or else as the bucket does.</summary>
    internal static Outcome<ObjectRecord> Apply(BucketRecord bucket, ObjectRecord written, DateTimeOffset now, string? mode, DateTimeOffset? until, string? legalHold)
    {
        if (bucket.ObjectLock is not { } rule)
        {
            return mode is null && legalHold is null ? written : LockErrors.BucketHasNoLock;
        }

        return mode is not null ? written with { LockMode = mode, RetainUntil = until, LegalHold = legalHold }
            : rule.Mode is null ? written with { LegalHold = legalHold }
            : written with
            {
                LockMode = rule.Mode,
                RetainUntil = rule.Years is { } years ? now.AddYears(years) : now.AddDays(rule.Days ?? 0),
                LegalHold = legalHold,
            };
    }

    /// <summary>Whether a version may not be removed now.</summary>
    internal static bool Protects(ObjectRecord record, DateTimeOffset now, bool bypassesGovernance) =>
        record.LegalHold == "ON" || (record.RetainUntil > now && (record.LockMode == Compliance || !bypassesGovernance));

    /// <summary>Whether a version's retention may become another.</summary>
    internal static bool MayChange(ObjectRecord record, DateTimeOffset now, string? mode, DateTimeOffset? until, bool bypassesGovernance) =>
        !(record.RetainUntil > now)
        || (mode == record.LockMode && until >= record.RetainUntil)
        || (record.LockMode == Governance && bypassesGovernance);

    /// <summary>Whether a caller who asks to pass over governance may.</summary>
    internal static async ValueTask<bool> MayBypassAsync(Call call, string bucket, string? key, bool? asked)
    {
        if (asked != true)
        {
            return false;
        }

        var wish = await call.ReadAsync(async snapshot => await Admission.WidenAsync(
            call, snapshot, Admission.Of(call)?.Through, S3Arns.Of("s3:BypassGovernanceRetention", bucket, key ?? "*", await S3Tables.Buckets.GetAsync(snapshot, bucket))));
        return (await S3Arns.RefusalsAsync(call, [wish]))[0] is null;
    }
}
