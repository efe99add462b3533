using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.Configurations;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Sets where a bucket's requests are logged, or that they are not.</summary>
internal sealed class PutBucketLogging : IOperation<PutBucketLoggingRequest, PutBucketLoggingResponse>
{
    public ValueTask<Outcome<PutBucketLoggingResponse>> ExecuteAsync(Call call, PutBucketLoggingRequest request) => call.TransactAsync<PutBucketLoggingResponse>(async transaction =>
    {
        var found = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
        if (found.IsError)
        {
            return found.Error;
        }

        if (request.BucketLoggingStatus is not { } status)
        {
            return S3Errors.MalformedXml;
        }

        if (status.LoggingEnabled is not { } asked)
        {
            S3Tables.Buckets.Put(transaction, request.Bucket!, found.Value with { Logging = null });
            return new PutBucketLoggingResponse();
        }

        // An empty prefix is an empty element.
        asked.TargetPrefix ??= "";
        if (!ConfigurationShape.IsWhole(asked) || asked.TargetObjectKeyFormat is { SimplePrefix: not null, PartitionedPrefix: not null })
        {
            return S3Errors.MalformedXml;
        }

        if (await S3Tables.Buckets.GetAsync(transaction, asked.TargetBucket!) is not { } target)
        {
            return Invalid("The target bucket for logging does not exist", asked.TargetBucket!);
        }

        if (target.Owner != found.Value.Owner)
        {
            return Invalid("The owner for the bucket to be logged and the target bucket must be the same.", asked.TargetBucket!);
        }

        if (target.Region != found.Value.Region)
        {
            return new AwsError("CrossLocationLoggingProhibited", 403, "Cross S3 location logging not allowed. ");
        }

        if (!MayBeDeliveredTo(target))
        {
            return Invalid("You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket", asked.TargetBucket!);
        }

        S3Tables.Buckets.Put(transaction, request.Bucket!, found.Value with
        {
            Logging = new LoggingRecord(asked.TargetBucket!, asked.TargetPrefix, ConfigurationShape.ToJson(asked))
            {
                PartitionDateSource = asked.TargetObjectKeyFormat?.PartitionedPrefix is { } partitioned ? partitioned.PartitionDateSource ?? "DeliveryTime" : null,
            },
        });
        return new PutBucketLoggingResponse();
    });

    /// <summary>Where lists count, they or a policy must let the log in.</summary>
    private static bool MayBeDeliveredTo(BucketRecord target) =>
        !Acls.CountIn(target) || target.Policy?.Contains("logging.s3.amazonaws.com", StringComparison.Ordinal) == true
        || (Grants(target, Permissions.Write) && Grants(target, Permissions.ReadAcp));

    private static bool Grants(BucketRecord target, string permission) =>
        Acls.OfBucket(target).Grants.Any(grant => grant.Grantee == Groups.LogDelivery && grant.Permission is var given && (given == permission || given == Permissions.FullControl));

    private static AwsError Invalid(string message, string target) => new("InvalidTargetBucketForLogging", 400, message) { Extra = [new("TargetBucket", target)] };
}
