using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Unkai.S3.Tests;

/// <summary>What S3 says to signatures that are malformed, doubled or wrong.</summary>
public sealed class SignatureErrorTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(int Status, string Body)> GetAsync(string pathAndQuery, string? authorization, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, pathAndQuery);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=HAHAHA", 400, "AuthorizationHeaderMalformed")]
    [InlineData("AWS HAHAHA", 400, "InvalidArgument")]
    [InlineData("Bearer abc", 400, "InvalidArgument")]
    [InlineData("AWS key:signature", 403, "AccessDenied")]
    public async Task A_header_that_is_no_signature_is_told_so(string authorization, int status, string code)
    {
        var bucket = await cloud.BucketAsync();

        var answer = await GetAsync($"/{bucket}", authorization);

        Assert.Equal(status, answer.Status);
        Assert.Contains($"<Code>{code}</Code>", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Amz-Expires=60", "", "AuthorizationQueryParametersError")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=x", "X-Amz-Expires should be a number")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=-1", "X-Amz-Expires must be non-negative")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=604801", "X-Amz-Expires must be less than a week")]
    [InlineData("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1", "X-Amz-Algorithm only supports")]
    [InlineData("X-Amz-Date=20260101", "X-Amz-Date=20260102", "This date is not the same as X-Amz-Date")]
    [InlineData("X-Amz-Date=20260101T000000Z", "X-Amz-Date=today", "X-Amz-Date must be in the ISO8601 Long Format")]
    [InlineData("%2Faws4_request", "", "the Credential is mal-formed")]
    [InlineData("X-Amz-SignedHeaders=host", "", "Query-string authentication version 4 requires")]
    public async Task A_presigned_query_that_lacks_or_bends_a_part_is_told_which(string part, string instead, string said)
    {
        var bucket = await cloud.BucketAsync();
        var query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";

        var answer = await GetAsync($"/{bucket}?{query.Replace(part, instead, StringComparison.Ordinal)}", null);

        Assert.Equal(400, answer.Status);
        Assert.Contains("<Code>AuthorizationQueryParametersError</Code>", answer.Body, StringComparison.Ordinal);
        Assert.Contains(said, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_signatures_are_one_too_many()
    {
        var bucket = await cloud.BucketAsync();

        var answer = await GetAsync($"/{bucket}?X-Amz-Algorithm=AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00");

        Assert.Equal(400, answer.Status);
        Assert.Contains("Only one auth mechanism allowed", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_signature_is_shown_what_was_computed()
    {
        var bucket = await cloud.BucketAsync();
        var (id, _, _) = await IamAccount.NewUserKeyAsync(cloud.Server);
        var now = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);

        var answer = await GetAsync(
            $"/{bucket}?prefix=a%20b",
            $"AWS4-HMAC-SHA256 Credential={id}/{now[..8]}/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={new string('0', 64)}",
            ("x-amz-date", now),
            ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));

        Assert.Equal(403, answer.Status);
        Assert.Contains($"<Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message><AWSAccessKeyId>{id}</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256\n{now}\n{now[..8]}/us-east-1/s3/aws4_request\n", answer.Body, StringComparison.Ordinal);
        Assert.Contains($"<CanonicalRequest>GET\n/{bucket}\nprefix=a%20b\nhost:{cloud.Server.Address.Authority}\nx-amz-content-sha256:UNSIGNED-PAYLOAD\n", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<StringToSignBytes>41 57 53 34", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<CanonicalRequestBytes>47 45 54 0a", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a+b/ü%20x", true)]
    [InlineData("plain", false)]
    public async Task Version_2_signatures_are_verified_over_the_path_as_it_was_written(string key, bool isHeader)
    {
        var bucket = await cloud.BucketAsync();
        var (id, secret, _) = await IamAccount.NewUserKeyAsync(cloud.Server, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""");
        await cloud.PutAsync(bucket, Uri.UnescapeDataString(key), "content");
        var path = $"/{bucket}/{Uri.EscapeDataString(Uri.UnescapeDataString(key)).Replace("%2F", "/", StringComparison.Ordinal)}";
        var date = DateTime.UtcNow.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var expires = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
#pragma warning disable CA5350 // Signature Version 2 is HMAC-SHA1 by definition.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"GET\n\n\n{(isHeader ? date : expires)}\n{path}")));
#pragma warning restore CA5350

        var right = isHeader
            ? await GetAsync(path, $"AWS {id}:{signature}", ("Date", date))
            : await GetAsync($"{path}?AWSAccessKeyId={id}&Expires={expires}&Signature={Uri.EscapeDataString(signature)}", null);
        var wrong = isHeader
            ? await GetAsync(path + "x", $"AWS {id}:{signature}", ("Date", date))
            : await GetAsync($"{path}x?AWSAccessKeyId={id}&Expires={expires}&Signature={Uri.EscapeDataString(signature)}", null);

        Assert.Equal((200, "content"), right);
        Assert.Equal(403, wrong.Status);
        Assert.Contains($"<StringToSign>GET\n\n\n{(isHeader ? date : expires)}\n{path}x</StringToSign>", wrong.Body, StringComparison.Ordinal);
    }
}
