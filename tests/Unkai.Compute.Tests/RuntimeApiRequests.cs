using System.Text;

namespace Unkai.Compute.Tests;

public sealed class RuntimeApiRequests
{
    private const string Next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n";

    private static string Response(string headers, string body) => $"POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n{headers}\r\n{body}";

    [Theory]
    [InlineData("GET /2018-06-01/runtime/invocation/next HTTP/1.1", nameof(RuntimeApiRoute.Next))]
    [InlineData("POST /2018-06-01/runtime/invocation/a-b/error HTTP/1.1", nameof(RuntimeApiRoute.Error))]
    [InlineData("POST /2018-06-01/runtime/init/error HTTP/1.1", nameof(RuntimeApiRoute.InitError))]
    [InlineData("POST /2018-06-01/runtime/invocation/next HTTP/1.1", nameof(RuntimeApiRoute.Unknown))]
    [InlineData("GET /2020-01-01/extension/register HTTP/1.1", nameof(RuntimeApiRoute.Unknown))]
    public void A_request_line_names_its_operation(string line, string route)
    {
        var (requests, status) = Read(line + "\r\n\r\n");
        Assert.Equal(route, Assert.Single(requests).Route.ToString());
        Assert.Equal(RequestReadStatus.Incomplete, status);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n", "hello")]
    [InlineData("content-length:5\r\nContent-Length: 5\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n", "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "05\r\nhello\r\n0\r\nLambda-Runtime-Function-Error-Type: E\r\n\r\n")]
    public void A_body_is_read_whole_in_pieces_of_any_size(string headers, string body)
    {
        var text = Response(headers, body) + Next;
        for (var piece = 1; piece <= text.Length; piece++)
        {
            var (requests, status) = Read(text, piece);
            Assert.Equal(RequestReadStatus.Incomplete, status);
            Assert.Equal(2, requests.Count);
            Assert.Equal(("hello", "id-1", RuntimeApiRoute.Next), (Encoding.ASCII.GetString(requests[0].Body), requests[0].RequestId, requests[1].Route));
            Assert.Equal(body.Contains("Error-Type", StringComparison.Ordinal) ? "E" : null, requests[0].ErrorType);
        }
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Content-Length: +5\r\n")]
    [InlineData("Content-Length: 99999999999999999999\r\n")]
    [InlineData("Content-Length: \r\n")]
    [InlineData("Transfer-Encoding: gzip\r\n")]
    [InlineData("Transfer-Encoding: chunked, chunked\r\n")]
    [InlineData("No colon\r\n")]
    [InlineData(" Folded: x\r\n")]
    [InlineData("Space : x\r\n")]
    [InlineData("Bare: a\nb\r\n")]
    public void A_head_that_two_readers_could_read_differently_is_malformed(string headers) =>
        Assert.Equal(RequestReadStatus.Malformed, Read(Response(headers, "")).Status);

    [Theory]
    [InlineData("GET /\r\n\r\n")]
    [InlineData("GET / HTTP/2.0\r\n\r\n")]
    [InlineData("GET  HTTP/1.1\r\n\r\n")]
    [InlineData("G@T / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\n\r\n")]
    public void A_bad_request_line_is_malformed(string text) => Assert.Equal(RequestReadStatus.Malformed, Read(text).Status);

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("\r\n")]
    [InlineData("5\r\nhelloX\r\n")]
    [InlineData("FFFFFFFFF\r\n")]
    public void A_bad_chunk_is_malformed(string body) =>
        Assert.Equal(RequestReadStatus.Malformed, Read(Response("Transfer-Encoding: chunked\r\n", body)).Status);

    [Fact]
    public void Heads_and_trailers_are_bounded()
    {
        Assert.Equal(RequestReadStatus.Malformed, Read(Response("X: " + new string('x', 70_000) + "\r\n", "")).Status);
        Assert.Equal(RequestReadStatus.Malformed, Read("GET /" + new string('x', 200_000)).Status);
        Assert.Equal(RequestReadStatus.Malformed, Read(Response("Transfer-Encoding: chunked\r\n", "0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 20)) + "\r\n")).Status);
    }

    [Theory]
    [InlineData("Content-Length: 6291557\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\n", true)]
    public void A_body_over_the_bound_is_counted_not_kept_and_the_next_request_is_found(string headers, bool chunked)
    {
        var body = new string('x', FunctionPool.ResponseBytesMax + 1);
        var (requests, _) = Read(Response(headers, chunked ? $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n" : body) + Next, 50_000);

        Assert.Equal(2, requests.Count);
        Assert.True(requests[0].BodyTooLong);
        Assert.Equal((FunctionPool.ResponseBytesMax + 1L, 0), (requests[0].BodyBytes, requests[0].Body.Length));
    }

    [Fact]
    public void A_client_that_waits_to_continue_is_told_so_once()
    {
        var reader = new RuntimeApiRequestReader();
        Feed(reader, Encoding.ASCII.GetBytes(Response("Content-Length: 2\r\nExpect: 100-continue\r\n", "")));
        Assert.Equal(RequestReadStatus.WantsContinue, reader.TryRead(out _));
        Assert.Equal(RequestReadStatus.Incomplete, reader.TryRead(out _));
        Feed(reader, "ok"u8);
        Assert.Equal(RequestReadStatus.Complete, reader.TryRead(out var request));
        Assert.Equal("ok"u8.ToArray(), request.Body);
    }

    [Fact]
    public void Damaged_requests_never_break_the_reader()
    {
        const int Rounds = 30_000;
        var random = new SeededRandomSource(20_181, 6_01);
        string[] seeds =
        [
            Next,
            Response("Content-Length: 5\r\nContent-Type: a/b\r\n", "hello") + Next,
            Response("Transfer-Encoding: chunked\r\n", "3\r\nhel\r\n2\r\nlo\r\n0\r\nA: b\r\n\r\n") + Next,
        ];
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Encoding.ASCII.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var damage = random.Next(6); damage > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "\r\n: 09afGP/;"[random.Next(12)]);
            }

            // Whatever comes out, it comes out the same in one piece and in many.
            var whole = Read(bytes, bytes.Length);
            var pieces = Read(bytes, 1 + random.Next(9));
            Assert.Equal(whole.Status, pieces.Status);
            Assert.Equal(whole.Requests.Select(static r => (r.Route, r.RequestId, r.BodyBytes)), pieces.Requests.Select(static r => (r.Route, r.RequestId, r.BodyBytes)));
        }
    }

    private static (List<RuntimeApiRequest> Requests, RequestReadStatus Status) Read(string text, int piece = int.MaxValue) => Read(Encoding.ASCII.GetBytes(text), piece);

    private static (List<RuntimeApiRequest> Requests, RequestReadStatus Status) Read(byte[] bytes, int piece)
    {
        var reader = new RuntimeApiRequestReader();
        List<RuntimeApiRequest> requests = [];
        var status = RequestReadStatus.Incomplete;
        for (var at = 0; at < bytes.Length && status != RequestReadStatus.Malformed;)
        {
            var free = reader.Free();
            var count = Math.Min(Math.Min(piece, free.Length), bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(free);
            reader.Received(count);
            at += count;
            while ((status = reader.TryRead(out var request)) is RequestReadStatus.Complete or RequestReadStatus.WantsContinue)
            {
                if (status == RequestReadStatus.Complete)
                {
                    requests.Add(request);
                }
            }
        }

        return (requests, status);
    }

    private static void Feed(RuntimeApiRequestReader reader, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(reader.Free());
        reader.Received(bytes.Length);
    }
}
