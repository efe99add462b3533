using System.Globalization;
using System.Text;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Jobs;

/// <summary>Writes a bucket's access log into its target bucket, some minutes after the first request that is not yet there.</summary>
/// <remarks>AWS delivers within a few hours, best effort. Source: Amazon S3 User Guide, "Logging requests with server access logging".</remarks>
internal static class DeliverAccessLog
{
    internal const string Kind = "s3.accesslog";
    private const int LinesMax = 5000;
    private const int UniqueLength = 16;

    /// <summary>How long lines wait.</summary>
    private static readonly TimeSpan s_delay = TimeSpan.FromMinutes(5);

    internal static void Enqueue(Transaction transaction, string bucket, DateTimeOffset now) =>
        transaction.Enqueue(new Job(Kind, now + s_delay, Encoding.UTF8.GetBytes(bucket)));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var source = Encoding.UTF8.GetString(run.Job.Payload.Span);
        var call = run.CallAs(Principal.Service("logging.s3.amazonaws.com", AccountId.Default), "us-east-1", "logging.s3.amazonaws.com");
        var found = await call.ReadAsync(async snapshot => (
            Bucket: await S3Tables.Buckets.GetAsync(snapshot, source),
            Lines: await S3Tables.LogLines.RangeAsync(snapshot, S3Tables.LogLines.Under(source).All, LinesMax)));
        var now = call.Clock.GetUtcNow();
        var text = Encoding.UTF8.GetBytes(string.Concat(found.Lines.Select(line => line.Value.Json + "\n")));
        var body = await call.Blobs.WriteAsync(text, call.Cancellation);
        using var md5 = new Digest(ChecksumAlgorithm.Md5);
        md5.Append(text);
        var etag = Convert.ToHexStringLower(md5.Current());
        var unique = call.Random.NextString(UniqueLength, "0123456789ABCDEF");
        await call.TransactAsync<bool>(async transaction =>
        {
            if (!await run.RemoveAsync(transaction))
            {
                return true;
            }

            // A bucket that is gone, or whose access is no longer logged, takes its lines with it.
            if (found.Bucket is { Logging: { } logging } && found.Lines.Count > 0 && await S3Tables.Buckets.GetAsync(transaction, logging.TargetBucket) is { } target)
            {
                transaction.Reference(body);
                var written = new ObjectRecord
                {
                    VersionId = VersionIds.Null, LastModified = now, ETag = etag, Size = text.Length, Body = body, ContentType = "text/plain",
                };
                await Objects.PlaceAsync(transaction, call, target, logging.TargetBucket, KeyOf(found.Bucket, logging, source, now, unique), written);
            }

            foreach (var line in found.Lines)
            {
                S3Tables.LogLines.Delete(transaction, line.Key);
            }

            if ((await S3Tables.LogLines.RangeAsync(transaction, S3Tables.LogLines.Under(source).All, 1)).Count > 0)
            {
                Enqueue(transaction, source, now);
            }

            return true;
        });
        return JobResult.Done;
    }

    private static string KeyOf(BucketRecord bucket, LoggingRecord logging, string source, DateTimeOffset now, string unique)
    {
        var name = now.ToString("yyyy-MM-dd-HH-mm-ss-", CultureInfo.InvariantCulture) + unique;
        return logging.PartitionDateSource is null
            ? logging.TargetPrefix + name
            : string.Create(CultureInfo.InvariantCulture, $"{logging.TargetPrefix}{bucket.Owner}/{bucket.Region}/{source}/{now:yyyy/MM/dd}/{name}");
    }
}
