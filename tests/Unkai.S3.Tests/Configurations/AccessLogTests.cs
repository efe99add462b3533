using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.Configurations;

/// <summary>Requests of a bucket whose access is logged.</summary>
public sealed class AccessLogTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_written_to_the_target_bucket_when_their_time_has_come()
    {
        await using var world = await cloud.ForkAsync();
        using var client = new AmazonS3Client(world.Credentials, world.Configure(new AmazonS3Config { ForcePathStyle = true, MaxErrorRetry = 0 }));
        var (bucket, target) = (S3Cloud.NewBucketName(), S3Cloud.NewBucketName());
        await client.PutBucketAsync(bucket, Cancellation);
        await client.PutBucketAsync(target, Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "before", ContentBody = "x" }, Cancellation);
        await client.PutBucketLoggingAsync(new PutBucketLoggingRequest { BucketName = bucket, LoggingConfig = new S3BucketLoggingConfig { TargetBucketName = target, TargetPrefix = "logs/" } }, Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "a film", ContentBody = "film" }, Cancellation);
        using (await client.GetObjectAsync(bucket, "a film", Cancellation))
        {
            await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, "missing", Cancellation));
        }

        await world.Clock.AdvanceAsync(TimeSpan.FromMinutes(10), Cancellation);

        var listed = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = target, Prefix = "logs/" }, Cancellation);
        var log = Assert.Single(listed.S3Objects);
        Assert.Matches("^logs/\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d\\d-[0-9A-F]{16}$", log.Key);
        using var got = await client.GetObjectAsync(target, log.Key, Cancellation);
        var lines = (await new StreamReader(got.ResponseStream).ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(lines, line => line.Contains("before", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains($" {bucket} [", StringComparison.Ordinal) && line.Contains(" REST.PUT.OBJECT a%20film \"PUT /", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" REST.GET.OBJECT a%20film ", StringComparison.Ordinal) && line.Contains("HTTP/1.1\" 200 - 4 4 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" REST.GET.OBJECT missing ", StringComparison.Ordinal) && line.Contains("HTTP/1.1\" 404 NoSuchKey ", StringComparison.Ordinal));
    }
}
