using System.Net;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.Browsers;

/// <summary>Pages of other origins.</summary>
public sealed class CorsTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string> BucketAsync(params CORSRule[] rules)
    {
        var bucket = await cloud.BucketAsync();
        await cloud.Client.PutCORSConfigurationAsync(new PutCORSConfigurationRequest { BucketName = bucket, Configuration = new CORSConfiguration { Rules = [.. rules] } }, Cancellation);
        return bucket;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = cloud.Request(method, path);
        if (method == HttpMethod.Options)
        {
            request.Headers.Remove("Authorization");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await cloud.Http.SendAsync(request, Cancellation);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    [Fact]
    public async Task A_preflight_is_told_what_the_first_rule_that_fits_allows()
    {
        var bucket = await BucketAsync(
            new CORSRule { AllowedOrigins = ["https://*.films.example"], AllowedMethods = ["PUT", "POST"], AllowedHeaders = ["x-amz-*", "Content-Type"], ExposeHeaders = ["ETag", "x-amz-version-id"], MaxAgeSeconds = 300 },
            new CORSRule { AllowedOrigins = ["*"], AllowedMethods = ["GET"] });

        using var put = await AskAsync(HttpMethod.Options, $"/{bucket}/a", ("Origin", "https://www.films.example"), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "X-Amz-Date, content-type"));
        using var get = await AskAsync(HttpMethod.Options, $"/{bucket}/a", ("Origin", "https://other.example"), ("Access-Control-Request-Method", "GET"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (put.StatusCode, get.StatusCode));
        Assert.Equal("https://www.films.example", Header(put, "Access-Control-Allow-Origin"));
        Assert.Equal("PUT, POST", Header(put, "Access-Control-Allow-Methods"));
        Assert.Equal("x-amz-date, content-type", Header(put, "Access-Control-Allow-Headers"));
        Assert.Equal("ETag, x-amz-version-id", Header(put, "Access-Control-Expose-Headers"));
        Assert.Equal(("300", "true"), (Header(put, "Access-Control-Max-Age"), Header(put, "Access-Control-Allow-Credentials")));
        Assert.Equal("Origin, Access-Control-Request-Headers, Access-Control-Request-Method", Header(put, "Vary"));
        Assert.Equal(("*", null), (Header(get, "Access-Control-Allow-Origin"), Header(get, "Access-Control-Allow-Credentials")));
    }

    [Theory]
    [InlineData("https://evil.example", "PUT", null)]
    [InlineData("https://films.example", "DELETE", null)]
    [InlineData("https://films.example", "PUT", "x-other")]
    public async Task A_preflight_that_no_rule_fits_is_forbidden(string origin, string method, string? header)
    {
        var bucket = await BucketAsync(new CORSRule { AllowedOrigins = ["https://films.example"], AllowedMethods = ["PUT"], AllowedHeaders = ["content-type"] });

        using var answer = await AskAsync(HttpMethod.Options, $"/{bucket}/a", [("Origin", origin), ("Access-Control-Request-Method", method), .. header is null ? Array.Empty<(string, string)>() : [("Access-Control-Request-Headers", header)]]);

        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.", body, StringComparison.Ordinal);
        Assert.Contains($"<Method>{method}</Method><ResourceType>OBJECT</ResourceType>", body, StringComparison.Ordinal);
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_preflight_must_say_who_and_what()
    {
        var bucket = await cloud.BucketAsync();

        using var disabled = await AskAsync(HttpMethod.Options, $"/{bucket}", ("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET"));
        using var nobody = await AskAsync(HttpMethod.Options, $"/{bucket}", ("Access-Control-Request-Method", "GET"));
        using var nothing = await AskAsync(HttpMethod.Options, $"/{bucket}", ("Origin", "https://a.example"));

        Assert.Contains("<Message>CORSResponse: CORS is not enabled for this bucket.</Message>", await disabled.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("<Message>Insufficient information. Origin request header needed.</Message>", await nobody.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("<Message>Invalid Access-Control-Request-Method: null</Message>", await nothing.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (disabled.StatusCode, nobody.StatusCode, nothing.StatusCode));
    }

    [Fact]
    public async Task Answers_say_so_too_errors_included()
    {
        var bucket = await BucketAsync(new CORSRule { AllowedOrigins = ["https://films.example"], AllowedMethods = ["GET"], ExposeHeaders = ["ETag"] });
        await cloud.PutAsync(bucket, "a", "x");

        using var got = await AskAsync(HttpMethod.Get, $"/{bucket}/a", ("Origin", "https://films.example"));
        using var missing = await AskAsync(HttpMethod.Get, $"/{bucket}/missing", ("Origin", "https://films.example"));
        using var other = await AskAsync(HttpMethod.Get, $"/{bucket}/a", ("Origin", "https://evil.example"));
        using var none = await AskAsync(HttpMethod.Get, $"/{bucket}/a");

        Assert.Equal(("https://films.example", "ETag"), (Header(got, "Access-Control-Allow-Origin"), Header(got, "Access-Control-Expose-Headers")));
        Assert.Equal((HttpStatusCode.NotFound, "https://films.example"), (missing.StatusCode, Header(missing, "Access-Control-Allow-Origin")));
        Assert.Equal((HttpStatusCode.OK, null), (other.StatusCode, Header(other, "Access-Control-Allow-Origin")));
        Assert.Null(Header(none, "Access-Control-Allow-Origin"));
    }
}
