using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

/// <summary>Presigned URLs whose query string has headers.</summary>
public sealed class HoistedHeaderTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A header is signed as a parameter alone, or as a header too, as SDKs before it did.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_count_though_nobody_sends_them(bool isSignedAsHeader)
    {
        var bucket = await cloud.BucketAsync();
        var (id, secret, _) = await IamAccount.NewUserKeyAsync(cloud.Server);
        var url = Presign(id, secret, $"/{bucket}/film", isSignedAsHeader);

        using var put = await cloud.Http.PutAsync(url, new StringContent("content"), Cancellation);
        using var bent = await cloud.Http.PutAsync(new Uri(url.OriginalString.Replace("=Ozu", "=Naruse", StringComparison.Ordinal)), new StringContent("content"), Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (put.StatusCode, bent.StatusCode));
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation);
        Assert.Equal("Ozu", head.Metadata["director"]);
        Assert.Empty((await cloud.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "film" }, Cancellation)).Tagging ?? []);
    }

    /// <summary>With a development key, whose signature nobody verifies.</summary>
    [Theory]
    [InlineData("x-amz-meta-a%20b=1")]
    [InlineData("x-amz-meta-a%0D%0Ab=1")]
    [InlineData("x-amz-meta-=1")]
    [InlineData("x-amz-meta-%C3%BC=1")]
    [InlineData("x-amz-meta-a=1%0D%0AX-Other:%202")]
    [InlineData("x-amz-storage-class=%00")]
    public async Task What_can_be_no_header_is_none(string parameter)
    {
        var bucket = await cloud.BucketAsync();
        var url = Presign("test", "test", $"/{bucket}/film", false).OriginalString.Replace("x-amz-meta-director=Ozu", parameter, StringComparison.Ordinal);

        using var put = await cloud.Http.PutAsync(new Uri(url), new StringContent("content"), Cancellation);
        using var got = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}/film"), Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (put.StatusCode, got.StatusCode));
        Assert.False(got.Headers.Contains("X-Other"));
        Assert.Equal("content", await got.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_header_that_nobody_signed_is_refused()
    {
        var bucket = await cloud.BucketAsync();
        var (id, secret, _) = await IamAccount.NewUserKeyAsync(cloud.Server);
        using var request = new HttpRequestMessage(HttpMethod.Put, Presign(id, secret, $"/{bucket}/film", false)) { Content = new StringContent("content"), Headers = { { "x-amz-storage-class", "GLACIER" } } };

        using var put = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, put.StatusCode);
        Assert.Contains(
            "<Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message><HeadersNotSigned>x-amz-storage-class</HeadersNotSigned>",
            await put.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<AmazonS3Exception>(() => cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation));
    }

    private Uri Presign(string id, string secret, string path, bool isSignedAsHeader)
    {
        var now = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{now[..8]}/us-east-1/s3/aws4_request";
        var signed = isSignedAsHeader ? "host;x-amz-meta-director" : "host";
        var headers = $"host:{cloud.Server.Address.Authority}\n{(isSignedAsHeader ? "x-amz-meta-director:Ozu\n" : "")}";
        var query = $"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{id}/{scope}")}&X-Amz-Date={now}&X-Amz-Expires=60"
            + $"&X-Amz-SignedHeaders={Uri.EscapeDataString(signed)}&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-meta-director=Ozu&x-amz-tagging=a%3Db";
        var canonical = $"PUT\n{path}\n{query}\n{headers}\n{signed}\nUNSIGNED-PAYLOAD";
        var text = $"AWS4-HMAC-SHA256\n{now}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        return new Uri(cloud.Server.Address, $"{path}?{query}&X-Amz-Signature={Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}");
    }
}
