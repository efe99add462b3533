using System.Text;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Wire.Protocols;

namespace Unkai.Wire.EventStreams;

/// <summary>Writes an operation's events as they come, each at once to the wire.</summary>
internal static class EventStreamWriter
{
    public const string ContentType = "application/vnd.amazon.eventstream";

    public static async ValueTask WriteAsync(
        Protocol protocol, OperationContract operation, Shape response, MemberContract member, Stream body, bool hasInitialResponse, CancellationToken cancellation)
    {
        _ = operation;
        if (hasInitialResponse)
        {
            await SendAsync(Message(protocol, "initial-response", WithoutEvents(response, member)), body, cancellation);
        }

        if (response.GetReference(member.Slot) is not IAsyncEnumerable<Shape> events)
        {
            return;
        }

        try
        {
            await SendEventsAsync(protocol, events, body, cancellation);
        }
        catch (AwsErrorException failed)
        {
            // The status is long sent: the stream itself says what went wrong.
            KeyValuePair<string, object>[] headers = [new(":message-type", "error"), new(":error-code", failed.Error.Code), new(":error-message", failed.Error.Message)];
            await SendAsync(new EventMessage([.. headers], default), body, cancellation);
        }
    }

    private static async ValueTask SendEventsAsync(Protocol protocol, IAsyncEnumerable<Shape> events, Stream body, CancellationToken cancellation)
    {
        await foreach (var union in events.WithCancellation(cancellation))
        {
            if (union.NextSet(0) is var slot and >= 0 && union.GetReference(slot) is Shape single)
            {
                await SendAsync(Message(protocol, union.Contract.Members[slot].Name, single), body, cancellation);
            }
        }
    }

    /// <summary>One event, or one modelled exception, as a message.</summary>
    public static EventMessage Message(Protocol protocol, string type, Shape single)
    {
        var isError = single.Contract.IsError;
        var headers = new List<KeyValuePair<string, object>>
        {
            new(":message-type", isError ? "exception" : "event"),
            new(isError ? ":exception-type" : ":event-type", type),
        };
        ReadOnlyMemory<byte> payload = default;
        string? contentType = null;
        var hasBodyMembers = false;
        for (var slot = single.NextSet(0); slot >= 0; slot = single.NextSet(slot + 1))
        {
            var member = single.Contract.Members[slot];
            if (member.IsEventHeader)
            {
                headers.Add(new(member.Name, HeaderValue(member, single.GetValue(slot))));
            }
            else if (member.IsEventPayload && member.Kind is ShapeKind.Blob or ShapeKind.String)
            {
                var isBlob = member.Kind == ShapeKind.Blob;
                payload = isBlob ? single.GetValue(slot).Blob : Encoding.UTF8.GetBytes(single.GetValue(slot).String);
                contentType = isBlob ? "application/octet-stream" : "text/plain";
            }
            else if (member.IsEventPayload && single.GetReference(slot) is Shape inner)
            {
                payload = Body(protocol, inner);
                contentType = protocol.EventContentType;
            }
            else
            {
                hasBodyMembers = true;
            }
        }

        if (contentType is null && (hasBodyMembers || protocol.Kind is ProtocolKind.Json or ProtocolKind.RestJson))
        {
            payload = Body(protocol, single);
            contentType = protocol.EventContentType;
        }

        if (contentType is not null)
        {
            headers.Add(new(":content-type", contentType));
        }

        return new EventMessage(headers, payload);
    }

    private static byte[] Body(Protocol protocol, Shape shape)
    {
        using var output = PooledBuffer.Rent();
        protocol.WriteStructure(shape, output);
        return output.Written.ToArray();
    }

    private static object HeaderValue(MemberContract member, in ShapeValue value) => member.Kind switch
    {
        ShapeKind.Boolean => value.Boolean,
        ShapeKind.Integer => (int)value.Bits,
        ShapeKind.Long => value.Bits,
        ShapeKind.Blob => value.Blob.ToArray(),
        ShapeKind.Timestamp => value.Timestamp,
        _ => value.String,
    };

    private static UntypedShape WithoutEvents(Shape response, MemberContract events)
    {
        var rest = new UntypedShape(response.Contract);
        for (var slot = response.NextSet(0); slot >= 0; slot = response.NextSet(slot + 1))
        {
            if (slot != events.Slot)
            {
                rest.SetValue(slot, response.GetValue(slot));
            }
        }

        return rest;
    }

    private static async ValueTask SendAsync(EventMessage message, Stream body, CancellationToken cancellation)
    {
        using var output = PooledBuffer.Rent();
        message.Write(output);
        await body.WriteAsync(output.Written, cancellation);
        await body.FlushAsync(cancellation);
    }
}
