using System.Net;

namespace Unkai.S3.Tests;

public sealed class FrontDoorTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example.com", 403)]
    [InlineData("localhost.evil.example.com", 403)]
    [InlineData("evilamazonaws.com", 403)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("evil127.0.0.1", 403)]
    [InlineData("[::1]", 200)]
    [InlineData("s3.amazonaws.com", 200)]
    public async Task A_foreign_host_name_is_not_answered(string host, int status)
    {
        var request = cloud.Request(HttpMethod.Get, "/");
        request.Headers.Host = host;

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("dynamodb", "X-Amz-Target", "DynamoDB_20120810.Nonsense", "", 400, "UnknownOperationException")]
    [InlineData("iam", "X-Nothing", "x", "Action=Nonsense&Version=2010-05-08", 400, "<Code>InvalidAction</Code>")]
    [InlineData("lambda", "X-Nothing", "x", "", 404, "an operation 'POST /2015-03-31/nonsense'")]
    public async Task An_operation_that_AWS_has_not_is_AWSs_error(string service, string header, string value, string form, int status, string code)
    {
        var body = new StringContent(form, System.Text.Encoding.UTF8, form.Length > 0 ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.0");
        var request = S3Cloud.RequestTo(cloud.Server, HttpMethod.Post, service == "lambda" ? "/2015-03-31/nonsense" : "/", body, service);
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_takes_the_cloud_for_its_proxy_needs_no_resolver()
    {
        var bucket = await cloud.BucketAsync();
        using var handler = new SocketsHttpHandler { Proxy = new System.Net.WebProxy(cloud.Server.Address) };
        using var client = new HttpClient(handler);
        var virtualHost = new Uri($"http://{bucket}.127.0.0.1:{cloud.Server.Address.Port}/a%20film?x=1");
        var put = cloud.Request(HttpMethod.Put, "/", new StringContent("hello"));
        put.RequestUri = virtualHost;

        using var answer = await client.SendAsync(put, Cancellation);
        using var read = await cloud.Client.GetObjectAsync(bucket, "a film", Cancellation);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(5, read.ContentLength);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example.com", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Origin", "http://localhost:3000", 200)]
    [InlineData("X-Nothing", "x", 200)]
    public async Task The_admin_API_answers_no_page_from_elsewhere(string header, string value, int status)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cloud.Server.Address, "/_unkai/status"));
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_foreign_page_cannot_stop_the_cloud()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Server.Address, "/_unkai/shutdown"));
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example.com");

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(cloud.Server.StopAsked.IsCompleted);
    }

    [Fact]
    public async Task An_unsigned_object_may_look_like_a_form()
    {
        var bucket = await cloud.OpenBucketAsync(acl: Amazon.S3.S3CannedACL.PublicReadWrite);
        var target = new Uri(cloud.Server.Address, $"/{bucket}/film");
        using var form = new StringContent("Action=ListQueues&Version=2012-11-05", null, "application/x-www-form-urlencoded");

        using var put = await cloud.Http.PutAsync(target, form, Cancellation);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("Action=ListQueues&Version=2012-11-05", await cloud.Http.GetStringAsync(target, Cancellation));
    }

    [Fact]
    public async Task Health_names_the_services()
    {
        var health = await cloud.Http.GetStringAsync(new Uri(cloud.Server.Address, "/_unkai/health"), Cancellation);

        Assert.Contains("\"status\":\"ready\"", health, StringComparison.Ordinal);
        Assert.Contains("\"s3\":\"ready\"", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_for_other_machines_needs_strict_authentication()
    {
        var refused = await Assert.ThrowsAsync<Server.ServerStartException>(() => S3Cloud.StartAsync(options => options with { Bind = IPAddress.Any }));

        Assert.Contains("--auth strict", refused.Message, StringComparison.Ordinal);
    }
}
