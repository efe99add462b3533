using System.Net;

namespace Unkai.Server.Tests;

/// <summary>SDKs that run in a page of a browser.</summary>
public sealed class PageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "authorization,x-amz-date,x-amz-target")]
    [InlineData("/000000000000/jobs", "authorization,content-type,x-amz-target")]
    [InlineData("/2015-03-31/functions/resize/invocations", "authorization,x-amz-date")]
    public async Task A_page_of_this_machine_may_call_services(string path, string headers)
    {
        await using var cloud = await TestCloud.StartAsync();
        using var client = new HttpClient();

        using var answer = await client.SendAsync(Preflight(new Uri(cloud.Address, path), "http://localhost:5173", headers), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(headers, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Contains("POST", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.Equal("172800", Assert.Single(answer.Headers.GetValues("Access-Control-Max-Age")));
    }

    [Fact]
    public async Task A_page_reads_answers_and_errors()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var client = new HttpClient();
        foreach (var (operation, status) in new[] { ("ListTables", HttpStatusCode.OK), ("NoSuchOperation", HttpStatusCode.BadRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, cloud.Address)
            {
                Headers = { { "Origin", "http://localhost:5173" }, { "X-Amz-Target", "DynamoDB_20120810." + operation }, { "X-Amz-Date", "20260101T000000Z" } },
                Content = new StringContent("{}"),
            };
            request.Headers.Authorization = TestCloud.Signed("test", "dynamodb");
            using var answer = await client.SendAsync(request, Cancellation);

            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.Contains("x-amzn-RequestId", Assert.Single(answer.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_from_elsewhere_may_not_where_any_key_is_good()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var client = new HttpClient();

        using var answer = await client.SendAsync(Preflight(cloud.Address, "https://example.com", "x-amz-target"), Cancellation);

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task A_path_that_could_be_a_buckets_is()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var client = new HttpClient();

        using var answer = await client.SendAsync(Preflight(new Uri(cloud.Address, "/films/a.mp4"), "http://localhost:5173", "authorization"), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("CORS is not enabled for this bucket", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request", "IncompleteSignatureException", "'Signature'")]
    [InlineData("Basic YTpi", "IncompleteSignatureException", "'Credential'")]
    public async Task A_signature_that_cannot_be_read_is_told_in_the_services_words(string authorization, string code, string part)
    {
        await using var cloud = await TestCloud.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, cloud.Address) { Headers = { { "X-Amz-Target", "DynamoDB_20120810.ListTables" } }, Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.SendAsync(request, Cancellation);

        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(code, body, StringComparison.Ordinal);
        Assert.Contains(part, body, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Preflight(Uri address, string origin, string headers) => new(HttpMethod.Options, address)
    {
        Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", headers } },
    };
}
