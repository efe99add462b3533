using System.Net;
using System.Text;

namespace Unkai.S3.Tests;

/// <summary>Headers that S3 asks for, passes over or refuses, and methods that it does not know.</summary>
public sealed class RequiredHeaderTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = cloud.Request(method, path, body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("POST", "?delete", "<Delete><Object><Key>film</Key></Object></Delete>")]
    [InlineData("PUT", "?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>")]
    [InlineData("PUT", "?cors", "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>")]
    [InlineData("PUT", "?lifecycle", "<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>")]
    public async Task A_missing_digest_is_refused_and_any_will_do(string method, string query, string body)
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "film");
        var crc = Checksums.Create(ChecksumAlgorithm.Crc32);
        crc.Append(Encoding.UTF8.GetBytes(body));

        var without = await SendAsync(new HttpMethod(method), $"/{bucket}{query}", body);
        var with = await SendAsync(new HttpMethod(method), $"/{bucket}{query}", body, ("x-amz-checksum-crc32", Convert.ToBase64String(crc.Current())));

        Assert.Equal(400, without.Status);
        Assert.Contains("<Code>InvalidRequest</Code><Message>Missing required header for this request: Content-MD5 OR x-amz-checksum-*</Message>", without.Body, StringComparison.Ordinal);
        Assert.True(with.Status is 200 or 204, with.Body);
    }

    [Theory]
    [InlineData("If-Modified-Since")]
    [InlineData("If-Unmodified-Since")]
    public async Task A_date_that_is_none_is_no_condition(string header)
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "film");

        Assert.Equal((200, "film"), await SendAsync(HttpMethod.Get, $"/{bucket}/film", null, (header, "yesterday")));
    }

    [Theory]
    [InlineData("PATCH", "/~/film", 405, "MethodNotAllowed", "OBJECT")]
    [InlineData("FISH", "/~", 405, "MethodNotAllowed", "BUCKET")]
    [InlineData("DELETE", "/", 405, "MethodNotAllowed", "SERVICE")]
    [InlineData("POST", "/~", 412, "PreconditionFailed", null)]
    public async Task What_is_no_method_of_a_resource_is_not_allowed(string method, string path, int status, string code, string? resource)
    {
        var bucket = await cloud.BucketAsync();

        var answer = await SendAsync(new HttpMethod(method), path.Replace("~", bucket, StringComparison.Ordinal));

        Assert.Equal(status, answer.Status);
        Assert.Contains($"<Code>{code}</Code>", answer.Body, StringComparison.Ordinal);
        Assert.Contains(resource is null ? "multipart/form-data" : $"<ResourceType>{resource}</ResourceType>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_s_list_of_buckets_is_S3_s_own_page()
    {
        using var answer = await cloud.Http.GetAsync(new Uri(cloud.Server.Address, "/"), Cancellation);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "https://aws.amazon.com/s3/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task How_to_encrypt_is_not_said_to_reads()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "film");

        var get = await SendAsync(HttpMethod.Get, $"/{bucket}/film", null, ("x-amz-server-side-encryption", "AES256"));

        Assert.Equal(400, get.Status);
        Assert.Contains("<Message>x-amz-server-side-encryption header is not supported for this operation.</Message>", get.Body, StringComparison.Ordinal);
        Assert.Equal(400, (await SendAsync(HttpMethod.Head, $"/{bucket}/film", null, ("x-amz-server-side-encryption", "AES256"))).Status);
    }
}
