using System.Buffers;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Lambda;
using Unkai.Wire.EventStreams;
using Unkai.Wire.Protocols;

namespace Unkai.Wire.Tests;

public sealed class EventStreamTests
{
    [Fact]
    public void The_empty_message_is_known_to_the_byte()
    {
        var output = new ArrayBufferWriter<byte>();
        new EventMessage([], default).Write(output);

        Assert.Equal("000000100000000005C248EB7D98C8FF", Convert.ToHexString(output.WrittenSpan));
    }

    [Fact]
    public void Every_type_of_header_survives_and_a_flipped_bit_does_not()
    {
        var message = new EventMessage(
            [new("t", true), new("f", false), new("b", (byte)7), new("s", (short)-2), new("i", 3), new("l", -4L), new("y", new byte[] { 1, 2 }), new("x", "é"), new("d", DateTimeOffset.UnixEpoch.AddMilliseconds(5)), new("g", Guid.Empty)],
            "payload"u8.ToArray());
        var output = new ArrayBufferWriter<byte>();
        message.Write(output);
        var bytes = output.WrittenSpan.ToArray();

        Assert.Equal(bytes.Length, EventMessage.Read(bytes, out var read));
        Assert.Equal(message.Headers, read!.Headers);
        Assert.Equal("payload"u8.ToArray(), read.Payload.ToArray());
        Assert.Equal(0, EventMessage.Read(bytes.AsSpan(0, bytes.Length - 1), out _));
        bytes[^6] ^= 1;
        Assert.Equal(-1, EventMessage.Read(bytes, out _));
    }

    [Fact]
    public async Task Lambda_streams_its_response()
    {
        var response = new InvokeWithResponseStreamResponse { StatusCode = 200, EventStream = Chunks() };
        var request = TestRequest.Of("POST", "/");
        var body = new MemoryStream();
        request.HttpContext.Response.Body = body;
        await Protocol.For(ProtocolKind.RestJson).WriteResponseAsync(LambdaContract.InvokeWithResponseStream, response, request.HttpContext.Response, "R", CancellationToken.None);

        var rest = body.ToArray().AsSpan();
        rest = rest[EventMessage.Read(rest, out var first)..];
        rest = rest[EventMessage.Read(rest, out var second)..];
        Assert.True(rest.IsEmpty);
        Assert.Equal("PayloadChunk", first!.Header(":event-type"));
        Assert.Equal("hi"u8.ToArray(), first.Payload.ToArray());
        Assert.Equal("InvokeComplete", second!.Header(":event-type"));
        Assert.Equal("application/vnd.amazon.eventstream", request.HttpContext.Response.ContentType);
    }

    private static async IAsyncEnumerable<InvokeWithResponseStreamResponseEvent> Chunks()
    {
        yield return new() { PayloadChunk = new() { Payload = "hi"u8.ToArray() } };
        await Task.Yield();
        yield return new() { InvokeComplete = new() { ErrorCode = "x" } };
    }
}
