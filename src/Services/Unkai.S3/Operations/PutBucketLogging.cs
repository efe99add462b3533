using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
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

        S3Tables.Buckets.Put(transaction, request.Bucket!, found.Value with
        {
            Logging = new LoggingRecord(asked.TargetBucket!, asked.TargetPrefix, ConfigurationShape.ToJson(asked))
            {
                PartitionDateSource = asked.TargetObjectKeyFormat?.PartitionedPrefix is { } partitioned ? partitioned.PartitionDateSource ?? "DeliveryTime" : null,
            },
        });
        return new PutBucketLoggingResponse();
    });

    private static AwsError Invalid(string message, string target) => new("InvalidTargetBucketForLogging", 400, message) { Extra = [new("TargetBucket", target)] };
}
