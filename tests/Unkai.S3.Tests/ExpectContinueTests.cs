using System.Net.Sockets;
using System.Text;

namespace Unkai.S3.Tests;

/// <summary>Clients that ask for leave before they send a body.</summary>
public sealed class ExpectContinueTests(S3Cloud cloud)
{
    [Fact]
    public async Task After_a_refusal_the_connection_ends_so_that_no_request_is_read_as_the_body()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(cloud.Server.Address.Host, cloud.Server.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /no-such-bucket-here/a HTTP/1.1\r\nHost: {cloud.Server.Address.Authority}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00\r\nx-amz-date: 20260101T000000Z\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"), TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream);
        var answer = new StringBuilder();
        var buffer = new char[4096];
        while (!answer.ToString().Contains("</Error>", StringComparison.Ordinal) && await reader.ReadAsync(buffer, TestContext.Current.CancellationToken) is var read and > 0)
        {
            answer.Append(buffer, 0, read);
        }

        Assert.StartsWith("HTTP/1.1 404 Not Found\r\n", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains("<Code>NoSuchBucket</Code>", answer.ToString(), StringComparison.Ordinal);
    }
}
