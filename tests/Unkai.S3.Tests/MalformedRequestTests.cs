using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.S3.Model;
using FsCheck;
using FsCheck.Fluent;

namespace Unkai.S3.Tests;

/// <summary>What no SDK sends: the answer is the client's error, never the server's, and always comes.</summary>
public sealed class MalformedRequestTests(S3Cloud cloud)
{
    private static readonly string[] s_subresources =
        ["", "?acl", "?cors", "?delete", "?versioning", "?tagging", "?policy", "?notification", "?uploads", "?uploadId=x", "?location", "?lifecycle", "?versions", "?list-type=2", "?partNumber=1&uploadId=x", "?attributes"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<a>")]
    [InlineData("<Delete>")]
    [InlineData("<Delete/>")]
    [InlineData("<Other/>")]
    [InlineData("not xml")]
    [InlineData("<Delete><Object><Key>a</Key></Object>")]
    [InlineData("<Delete><Object><Key>&unknown;</Key></Object></Delete>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><Delete><Object><Key>&b;</Key></Object></Delete>")]
    [InlineData("<Delete><Object><Key>&#0;</Key></Object></Delete>")]
    [InlineData("<Delete><Quiet>maybe</Quiet><Object><Key>a</Key></Object></Delete>")]
    [InlineData("{\"Delete\":1}")]
    public async Task Garbage_for_XML_is_refused(string xml)
    {
        var bucket = await cloud.BucketAsync();

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Post, $"/{bucket}?delete", new StringContent(xml)), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>MalformedXML</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "x-amz-content-sha256: 0000000000000000000000000000000000000000000000000000000000000000\r\nContent-Length: 3", "bar", 400, "XAmzContentSHA256Mismatch")]
    [InlineData("PUT", "x-amz-content-sha256: 0000000000000000000000000000000000000000000000000000000000000000\r\nContent-Length: 0", "", 400, "XAmzContentSHA256Mismatch")]
    [InlineData("PUT", "X-Nothing: 1", "", 411, "MissingContentLength")]
    [InlineData("PUT", "Transfer-Encoding: chunked", "3\r\nbar\r\n0\r\n\r\n", 501, "NotImplemented")]
    public async Task A_body_that_is_not_what_its_headers_say_changes_nothing(string method, string headers, string body, int status, string code)
    {
        var bucket = await cloud.BucketAsync();
        var signed = cloud.Request(new HttpMethod(method), "/").Headers;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cloud.Server.Address.Port, Cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"{method} /{bucket}/film HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {signed.GetValues("Authorization").Single()}\r\nx-amz-date: {signed.GetValues("x-amz-date").Single()}\r\n{headers}\r\n\r\n{body}"),
            Cancellation);

        var answer = await AnswerAsync(stream);

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains($"<Code>{code}</Code>", answer, StringComparison.Ordinal);
        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);
    }

    [Fact]
    public async Task Deeply_nested_XML_is_refused()
    {
        var bucket = await cloud.BucketAsync();
        var xml = string.Concat(Enumerable.Repeat("<Delete>", 50_000));

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Post, $"/{bucket}?delete", new StringContent(xml)), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Random_bodies_are_never_the_servers_fault()
    {
        var bucket = await cloud.BucketAsync();
        var random = new Random(20261121);
        HttpMethod[] methods = [HttpMethod.Put, HttpMethod.Post];
        foreach (var subresource in s_subresources)
        {
            for (var i = 0; i < 12; i++)
            {
                var bytes = new byte[random.Next(200)];
                random.NextBytes(bytes);
                var method = methods[i % 2];
                var path = $"/{bucket}{(i % 3 == 0 ? "/film" : "")}{subresource}";
                using var answer = await cloud.Http.SendAsync(cloud.Request(method, path, new ByteArrayContent(bytes)), Cancellation);

                Assert.True((int)answer.StatusCode is < 500 or 501, $"{method} {path} {Convert.ToHexString(bytes)}: {answer.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("GET", "/%")]
    [InlineData("GET", "/%zz/%ff")]
    [InlineData("GET", "//")]
    [InlineData("GET", "/films/%00")]
    [InlineData("PUT", "/films/%ff%fe")]
    [InlineData("GET", "/films?max-keys=99999999999999999999")]
    [InlineData("GET", "/films/film?partNumber=x")]
    [InlineData("GET", "/films?%ff=%ff&&&=&")]
    [InlineData("DELETE", "/")]
    [InlineData("PATCH", "/films/film")]
    [InlineData("POST", "/films")]
    [InlineData("POST", "/films/film")]
    [InlineData("OPTIONS", "/films/film")]
    [InlineData("TRACE", "/")]
    [InlineData("NONSENSE", "/films")]
    [InlineData("GET", "/service/X/operation/Y")]
    [InlineData("GET", "/?Action=Nonsense&Version=x")]
    [InlineData("GET", "/?Action=")]
    public async Task Odd_addresses_are_never_the_servers_fault(string method, string path)
    {
        using var answer = await cloud.Http.SendAsync(cloud.Request(new HttpMethod(method), path), Cancellation);

        Assert.True((int)answer.StatusCode is < 500 or 501, $"{method} {path}: {answer.StatusCode}");
    }

    [Theory]
    [InlineData("a%zz")]
    [InlineData("a%")]
    [InlineData("%ff%fe")]
    [InlineData("%c3a%bc")]
    public async Task A_key_that_is_no_encoded_text_is_refused(string key)
    {
        var bucket = await cloud.BucketAsync();

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}/{key}", new StringContent("x")), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>InvalidURI</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);
    }

    [Theory]
    [InlineData("X-Amz-Target", "Nonsense.Operation")]
    [InlineData("X-Amz-Target", "")]
    [InlineData("X-Amz-Target", ".")]
    [InlineData("smithy-protocol", "rpc-v2-cbor")]
    [InlineData("If-Modified-Since", "yesterday")]
    [InlineData("x-amz-expected-bucket-owner", "x")]
    [InlineData("x-amz-copy-source", "%%%")]
    [InlineData("x-amz-date", "nonsense")]
    [InlineData("Range", "bytes=99999999999999999999999999-")]
    [InlineData("x-amz-tagging", "%%=&&&=")]
    [InlineData("x-amz-decoded-content-length", "-1")]
    public async Task Odd_headers_are_never_the_servers_fault(string name, string value)
    {
        var bucket = await cloud.BucketAsync();
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Get, HttpMethod.Head })
        {
            var request = cloud.Request(method, $"/{bucket}/film", method == HttpMethod.Put ? new StringContent("x") : null);
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);

            using var answer = await cloud.Http.SendAsync(request, Cancellation);

            Assert.True((int)answer.StatusCode is < 500 or 501, $"{method} {name}: {value}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Huge_headers_are_refused()
    {
        var request = cloud.Request(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("x-amz-meta-huge", new string('x', 100_000));

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_not_stored()
    {
        var bucket = await cloud.BucketAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, cloud.Server.Address.Port, Cancellation);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /{bucket}/film HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nx-amz-date: 20260101T000000Z\r\n"
                + $"Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}\r\n\r\nonly this"), Cancellation);
            client.Client.Shutdown(SocketShutdown.Send);
            Assert.Matches("^(HTTP/1.1 400 [^~]*<Code>IncompleteBody<|$)", await AnswerAsync(stream));
        }

        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);
    }

    [Fact]
    public void Random_bytes_on_the_line_do_no_harm()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => SendAsync(bytes).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

        async Task SendAsync(byte[] bytes)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, cloud.Server.Address.Port, Cancellation);
            byte[] line = bytes.Length % 2 == 0 ? bytes : [.. "GET /"u8, .. bytes, .. " HTTP/1.1\r\nHost: localhost\r\n\r\n"u8];
            var stream = client.GetStream();
            await stream.WriteAsync(line, Cancellation);
            client.Client.Shutdown(SocketShutdown.Send);
            var answer = await AnswerAsync(stream);

            Assert.False(answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), Convert.ToHexString(bytes));
        }
    }

    /// <summary>All that comes; nothing when the connection is cut.</summary>
    private static async Task<string> AnswerAsync(NetworkStream stream)
    {
        try
        {
            return await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync(Cancellation);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
