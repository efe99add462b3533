using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class PresignedTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Sign(AmazonS3Client client, string bucket, string key, HttpVerb verb, TimeSpan validFor, Action<GetPreSignedUrlRequest>? configure = null)
    {
        var request = new GetPreSignedUrlRequest { BucketName = bucket, Key = key, Verb = verb, Expires = DateTime.UtcNow + validFor, Protocol = Protocol.HTTP };
        configure?.Invoke(request);
        return client.GetPreSignedURL(request);
    }

    [Fact]
    public async Task Who_has_the_URL_may_get_put_head_and_delete()
    {
        var bucket = await cloud.BucketAsync();

        using var put = await cloud.Http.PutAsync(new Uri(Sign(cloud.Client, bucket, "a film+é.mp4", HttpVerb.PUT, TimeSpan.FromMinutes(5))), new StringContent("content"), Cancellation);
        using var got = await cloud.Http.GetAsync(new Uri(Sign(cloud.Client, bucket, "a film+é.mp4", HttpVerb.GET, TimeSpan.FromMinutes(5))), Cancellation);
        using var head = await cloud.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Sign(cloud.Client, bucket, "a film+é.mp4", HttpVerb.HEAD, TimeSpan.FromMinutes(5))), Cancellation);
        using var deleted = await cloud.Http.DeleteAsync(new Uri(Sign(cloud.Client, bucket, "a film+é.mp4", HttpVerb.DELETE, TimeSpan.FromMinutes(5))), Cancellation);

        Assert.Equal((HttpStatusCode.OK, "content"), (put.StatusCode, await got.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (head.StatusCode, deleted.StatusCode));
    }

    [Fact]
    public async Task The_URL_may_choose_the_answers_headers()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");

        using var got = await cloud.Http.GetAsync(
            new Uri(Sign(cloud.Client, bucket, "film", HttpVerb.GET, TimeSpan.FromMinutes(5), request => request.ResponseHeaderOverrides.ContentDisposition = "attachment; filename=x.mp4")), Cancellation);

        Assert.Equal("attachment; filename=x.mp4", got.Content.Headers.ContentDisposition!.ToString());
    }

    [Fact]
    public async Task The_URL_ends_by_the_worlds_clock()
    {
        await using var world = await cloud.ForkAsync();
        using var client = world.Client<IAmazonS3>();
        using var http = world.CreateHttpClient();
        await client.PutBucketAsync("films", Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = "films", Key = "film", ContentBody = "x" }, Cancellation);
        var url = new Uri(Sign((AmazonS3Client)client, "films", "film", HttpVerb.GET, TimeSpan.FromMinutes(5)));

        await world.Clock.AdvanceAsync(TimeSpan.FromMinutes(4), Cancellation);
        using var before = await http.GetAsync(url, Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromMinutes(2), Cancellation);
        using var after = await http.GetAsync(url, Cancellation);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
        Assert.Contains("<Code>AccessDenied</Code><Message>Request has expired</Message>", await after.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URL_signed_after_the_clock_was_set_counts_from_then()
    {
        await using var world = await cloud.ForkAsync();
        using var client = world.Client<IAmazonS3>();
        using var http = world.CreateHttpClient();
        await client.PutBucketAsync("films", Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = "films", Key = "film", ContentBody = "x" }, Cancellation);

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(30), Cancellation);

        // Dates have whole seconds; a development key's signature need not match.
        var url = System.Text.RegularExpressions.Regex.Replace(
            Sign((AmazonS3Client)client, "films", "film", HttpVerb.GET, TimeSpan.FromMinutes(5)), "X-Amz-Date=[^&]+", $"X-Amz-Date={DateTime.UtcNow.AddSeconds(1):yyyyMMdd'T'HHmmss'Z'}");
        using var got = await http.GetAsync(new Uri(url), Cancellation);

        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
    }

    [Fact]
    public async Task A_URL_lasts_a_week_at_most()
    {
        var bucket = await cloud.BucketAsync();
        var url = Sign(cloud.Client, bucket, "film", HttpVerb.GET, TimeSpan.FromMinutes(5));

        using var answer = await cloud.Http.GetAsync(new Uri(System.Text.RegularExpressions.Regex.Replace(url, "X-Amz-Expires=\\d+", "X-Amz-Expires=604801")), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>AuthorizationQueryParametersError</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URL_of_an_issued_key_cannot_be_bent()
    {
        var key = await IamAccount.NewUserKeyAsync(cloud.Server);
        using var client = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(key.Id, key.Secret));
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");
        await cloud.PutAsync(bucket, "other", "x");
        var url = Sign(client, bucket, "film", HttpVerb.GET, TimeSpan.FromMinutes(5));

        using var straight = await cloud.Http.GetAsync(new Uri(url), Cancellation);
        using var bent = await cloud.Http.GetAsync(new Uri(url.Replace("/film?", "/other?", StringComparison.Ordinal)), Cancellation);
        using var longer = await cloud.Http.GetAsync(new Uri(System.Text.RegularExpressions.Regex.Replace(url, "X-Amz-Expires=\\d+", "X-Amz-Expires=3000")), Cancellation);

        Assert.Equal(HttpStatusCode.OK, straight.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, bent.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, longer.StatusCode);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", await bent.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_may_stand_in_the_host_name()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "a/film", "content");

        foreach (var host in new[] { $"{bucket}.localhost", $"{bucket}.s3.localhost", $"{bucket}.s3.amazonaws.com", $"{bucket}.s3.us-east-1.amazonaws.com", $"{bucket}.s3.localhost.localstack.cloud" })
        {
            var request = cloud.Request(HttpMethod.Get, "/a/film");
            request.Headers.Host = $"{host}:{cloud.Server.Address.Port}";
            using var got = await cloud.Http.SendAsync(request, Cancellation);

            Assert.Equal((host, "content"), (host, await got.Content.ReadAsStringAsync(Cancellation)));
        }
    }
}
