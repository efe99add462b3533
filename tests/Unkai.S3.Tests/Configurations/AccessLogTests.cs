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
        using (var film = await client.GetObjectAsync(bucket, "a film", Cancellation))
        {
            await new StreamReader(film.ResponseStream).ReadToEndAsync(Cancellation);
        }

        await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, "missing", Cancellation));

        // A line is written behind the answer, and before the connection's next request.
        await client.ListBucketsAsync(Cancellation);
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

    [Fact]
    public async Task Lines_name_who_asked_and_tell_of_browsers_too()
    {
        await using var world = await cloud.ForkAsync();
        using var client = new AmazonS3Client(world.Credentials, world.Configure(new AmazonS3Config { ForcePathStyle = true, MaxErrorRetry = 0 }));
        var (bucket, target) = (S3Cloud.NewBucketName(), S3Cloud.NewBucketName());
        await client.PutBucketAsync(bucket, Cancellation);
        await client.PutBucketAsync(target, Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "film" }, Cancellation);
        await client.PutBucketWebsiteAsync(bucket, new WebsiteConfiguration { IndexDocumentSuffix = "index.html" }, Cancellation);
        await client.PutBucketLoggingAsync(new PutBucketLoggingRequest { BucketName = bucket, LoggingConfig = new S3BucketLoggingConfig { TargetBucketName = target, TargetPrefix = "" } }, Cancellation);
        var owner = (await client.GetBucketAclAsync(new GetBucketAclRequest { BucketName = bucket }, Cancellation)).Owner.Id;

        await client.CopyObjectAsync(new CopyObjectRequest { SourceBucket = bucket, SourceKey = "film", DestinationBucket = bucket, DestinationKey = "copy" }, Cancellation);
        await client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = bucket, Quiet = true, Objects = [new KeyVersion { Key = "a film" }, new KeyVersion { Key = "b" }] }, Cancellation);
        using var http = world.CreateHttpClient();
        await AskAsync(http, HttpMethod.Options, $"/{bucket}/film", null);
        await AskAsync(http, HttpMethod.Get, "/film", $"{bucket}.s3-website-us-east-1.localhost");
        await AskAsync(http, HttpMethod.Post, $"/{bucket}", null, new MultipartFormDataContent { { new StringContent("posted"), "key" }, { new StringContent("x"), "file", "x.txt" } });
        await AskAsync(http, HttpMethod.Get, $"/{bucket}/film", null);

        // A line is written behind the answer, and before the connection's next request.
        await AskAsync(http, HttpMethod.Get, "/", null);
        await client.ListBucketsAsync(Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromMinutes(10), Cancellation);

        var log = Assert.Single((await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = target }, Cancellation)).S3Objects);
        using var got = await client.GetObjectAsync(target, log.Key, Cancellation);
        var lines = (await new StreamReader(got.ResponseStream).ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains($" {owner} ", StringComparison.Ordinal) && line.Contains(" REST.COPY.OBJECT copy ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" REST.POST.MULTI_OBJECT_DELETE - ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains($" {owner} ", StringComparison.Ordinal) && line.Contains(" BATCH.DELETE.OBJECT a%20film ", StringComparison.Ordinal) && line.Contains(" 204 - ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" BATCH.DELETE.OBJECT b ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" - ", StringComparison.Ordinal) && line.Contains(" REST.OPTIONS.PREFLIGHT film ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" WEBSITE.GET.OBJECT film ", StringComparison.Ordinal) && line.Contains(" 403 AccessDenied ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" REST.POST.OBJECT posted ", StringComparison.Ordinal) && line.Contains(" 403 AccessDenied ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" REST.GET.OBJECT film ", StringComparison.Ordinal) && line.Contains(" 403 AccessDenied ", StringComparison.Ordinal));
    }

    private static async Task AskAsync(HttpClient http, HttpMethod method, string path, string? host, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Host = host;
        if (method == HttpMethod.Options)
        {
            request.Headers.TryAddWithoutValidation("Origin", "http://films.example");
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "GET");
        }

        using var answer = await http.SendAsync(request, Cancellation);
    }
}
