using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Unkai.S3.Tests;

/// <summary>Requests that no SDK makes, and what S3 says to them.</summary>
public sealed partial class OddRequestTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("partNumber=1", 400, "InvalidArgument", "This operation does not accept partNumber without uploadId")]
    [InlineData("uploadId=none", 405, "MethodNotAllowed", "<Method>PUT</Method><ResourceType>UPLOAD</ResourceType>")]
    [InlineData("uploadId=none&partNumber=one", 400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")]
    public async Task A_part_without_its_upload_or_number_is_no_object(string query, int expected, string code, string message)
    {
        var bucket = await cloud.BucketAsync();

        var (status, body) = await SendAsync(HttpMethod.Put, $"/{bucket}/film?{query}", "1");

        Assert.Equal(expected, (int)status);
        Assert.Contains($"<Code>{code}</Code>", body, StringComparison.Ordinal);
        Assert.Contains(message, body, StringComparison.Ordinal);
        Assert.Empty((await cloud.Client.ListObjectsV2Async(new() { BucketName = bucket }, Cancellation)).S3Objects ?? []);
    }

    [Fact]
    public async Task A_post_to_an_object_is_not_allowed()
    {
        var bucket = await cloud.BucketAsync();

        var (status, body) = await SendAsync(HttpMethod.Post, $"/{bucket}/film", null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        Assert.Contains("<Code>MethodNotAllowed</Code>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listings_say_the_same_time_as_headers_in_whole_seconds()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "1");
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation);
        foreach (var query in (string[])["list-type=2", "max-keys=1", "versions"])
        {
            var (_, body) = await SendAsync(HttpMethod.Get, $"/{bucket}?{query}", null);

            var shown = LastModified().Match(body).Groups[1].Value;
            Assert.EndsWith(".000Z", shown, StringComparison.Ordinal);
            Assert.Equal(head.LastModified!.Value.ToUniversalTime(), DateTimeOffset.Parse(shown, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);
        }
    }

    [Fact]
    public async Task A_wrong_weekday_does_not_make_a_date_wrong()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "1");
        using var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film");
        request.Headers.TryAddWithoutValidation("If-Unmodified-Since", "Tue, 29 Oct 1994 19:43:31 GMT");

        using var response = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
    }

    [Fact]
    public async Task Digests_that_differ_are_told()
    {
        var bucket = await cloud.BucketAsync();
        using var request = cloud.Request(HttpMethod.Put, $"/{bucket}/film", new ByteArrayContent("1"u8.ToArray()));
        request.Content!.Headers.TryAddWithoutValidation("Content-MD5", Convert.ToBase64String(new byte[16]));

        using var response = await cloud.Http.SendAsync(request, Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Contains("<Code>BadDigest</Code>", body, StringComparison.Ordinal);
        Assert.Contains("<ExpectedDigest>AAAAAAAAAAAAAAAAAAAAAA==</ExpectedDigest><CalculatedDigest>xMpCOKC5I4INzFCab3WEmw==</CalculatedDigest>", body, StringComparison.Ordinal);
    }

    [GeneratedRegex("<LastModified>([^<]*)</LastModified>")]
    private static partial Regex LastModified();

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string target, string? body)
    {
        using var request = cloud.Request(method, target, body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)));
        using var response = await cloud.Http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
