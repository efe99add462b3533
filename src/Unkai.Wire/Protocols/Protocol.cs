using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Wire.EventStreams;
using Unkai.Wire.Protocols.Cbor;
using Unkai.Wire.Protocols.Http;
using Unkai.Wire.Protocols.Json;
using Unkai.Wire.Protocols.Query;
using Unkai.Wire.Protocols.Xml;
using Unkai.Wire.Routing;

namespace Unkai.Wire.Protocols;

/// <summary>One of AWS's protocols: HTTP requests to shapes, shapes and errors to HTTP responses. Without state.</summary>
public abstract class Protocol
{
    private static readonly ImmutableArray<Protocol> s_all =
        [new JsonProtocol(), new QueryProtocol(), new Ec2Protocol(), new RestJsonProtocol(), new RestXmlProtocol(), new CborProtocol()];

    /// <summary>Which one.</summary>
    public abstract ProtocolKind Kind { get; }

    /// <summary>The content type of whole responses.</summary>
    private protected abstract string ContentType(ServiceContract? service, HttpContext context);

    /// <summary>Whether members may lie in path, query and headers.</summary>
    private protected virtual bool IsRest => false;

    /// <summary>The protocol of a kind.</summary>
    public static Protocol For(ProtocolKind kind) => s_all[(int)kind];

    /// <summary>Reads a request: the operation's input, or the error that AWS gives for one that cannot be read.</summary>
    /// <remarks>A streaming body is not read: its slot holds a <see cref="Payload"/> over <see cref="HttpRequest.Body"/>.</remarks>
    public async ValueTask<Outcome<Shape>> ReadRequestAsync(RouteResult route, HttpRequest request, CancellationToken cancellation)
    {
        var operation = route.Operation ?? throw new ArgumentException("The route has no operation.", nameof(route));
        var shape = operation.Input.New();
        if (IsRest && operation.Input.Payload is { IsStreaming: true } streamed)
        {
            // Trailers are read, and so checked, even where no byte stands before them.
            if (DecodedLength(request) is not 0 || request.Body is ITrailers)
            {
                shape.SetReference(streamed.Slot, Payload.FromStream(request.Body, DecodedLength(request)));
            }
        }
        else
        {
            var (fits, error) = await ReadBodyAsync(route, operation, request, shape, cancellation);
            if (!fits)
            {
                return TooLarge(operation.Service);
            }

            if (error is not null)
            {
                return error;
            }
        }

        if (IsRest && HttpMembers.ReadRequest(operation, shape, request.Headers, route.Labels, route.Query) is { } wrong)
        {
            return InvalidMember(operation.Service, wrong, request);
        }

        Complete(operation, shape, request);
        return shape;
    }

    /// <summary>Writes a success.</summary>
    public async ValueTask WriteResponseAsync(OperationContract operation, Shape response, HttpResponse http, string requestId, CancellationToken cancellation)
    {
        http.StatusCode = operation.ResponseCode;
        WriteRequestId(operation.Service, http, requestId);
        if (IsRest && HttpMembers.WriteHeaders(response, http.Headers) is { } status)
        {
            http.StatusCode = status;
        }
        else if (http.StatusCode == StatusCodes.Status200OK && http.Headers.ContentRange.Count > 0)
        {
            // No model says so, but a part of a resource is another status. Source: RFC 9110, section 15.3.7.
            http.StatusCode = StatusCodes.Status206PartialContent;
        }

        if (operation.Output.EventStream is { } events)
        {
            http.ContentType = EventStreamWriter.ContentType;
            await EventStreamWriter.WriteAsync(this, operation, response, events, http.Body, hasInitialResponse: !IsRest, cancellation);
            return;
        }

        if (IsRest && operation.Output.Payload is { IsStreaming: true } streamed)
        {
            await WriteStreamAsync(response, streamed, http, cancellation);
            return;
        }

        using var output = PooledBuffer.Rent();
        var contentType = WriteBody(operation, response, output, requestId);
        await SendAsync(operation.Service, output, http, contentType, cancellation);
    }

    /// <summary>Writes an error; <paramref name="service"/> is null when the request names none.</summary>
    public async ValueTask WriteErrorAsync(ServiceContract? service, AwsError error, HttpResponse http, string requestId, CancellationToken cancellation)
    {
        http.StatusCode = error.Status;
        WriteRequestId(service, http, requestId);
        foreach (var (name, value) in error.Headers)
        {
            http.Headers[name] = value;
        }

        if (IsRest && error.Detail is { } detail)
        {
            HttpMembers.WriteHeaders(detail, http.Headers);
        }

        using var output = PooledBuffer.Rent();
        WriteErrorBody(service, error, output, http, requestId);
        await SendAsync(service, output, http, null, cancellation);
    }

    /// <summary>Reads a whole body into the shape; null when all is well.</summary>
    private protected abstract AwsError? ReadBody(OperationContract operation, ReadOnlySpan<byte> body, Shape target);

    /// <summary>Holds the headers against what the operation takes, and a whole body against the digests that they state; null when all is well.</summary>
    private protected virtual AwsError? CheckHeaders(OperationContract operation, IHeaderDictionary headers, ReadOnlySpan<byte> body) => null;

    /// <summary>Writes a whole body; returns its content type where it is not the protocol's.</summary>
    private protected abstract string? WriteBody(OperationContract operation, Shape response, PooledBuffer output, string requestId);

    /// <summary>Writes an error's body and the headers that the protocol has for errors.</summary>
    private protected abstract void WriteErrorBody(ServiceContract? service, AwsError error, PooledBuffer output, HttpResponse http, string requestId);

    /// <summary>Writes a structure alone, as events have it.</summary>
    internal abstract void WriteStructure(Shape shape, PooledBuffer output);

    /// <summary>Reads a structure alone, as events have it.</summary>
    internal abstract bool TryReadStructure(ReadOnlySpan<byte> body, Shape target);

    /// <summary>The content type of a structure in an event.</summary>
    internal abstract string EventContentType { get; }

    /// <summary>What the body does not say.</summary>
    private protected virtual void Complete(OperationContract operation, Shape shape, HttpRequest request)
    {
    }

    private protected virtual void WriteRequestId(ServiceContract? service, HttpResponse http, string requestId)
    {
        http.Headers["x-amzn-RequestId"] = requestId;
        if (service is { SigningName: "s3" })
        {
            http.Headers.Remove("x-amzn-RequestId");
            http.Headers["x-amz-request-id"] = requestId;
            http.Headers["x-amz-id-2"] = HostId(requestId);
            http.Headers.Server = "AmazonS3";
        }
    }

    /// <summary>S3's second id. Opaque to clients; here derived from the first.</summary>
    private protected static string HostId(string requestId) => Convert.ToBase64String(Encoding.UTF8.GetBytes(requestId + "/" + requestId));

    private protected static AwsError Malformed(ServiceContract service, string message) =>
        new(service.MalformedErrorCode, 400, message);

    private protected virtual AwsError InvalidValue(ServiceContract service, string name) =>
        new("SerializationException", 400, $"The value of '{name}' is not valid.");

    private protected virtual AwsError InvalidMember(ServiceContract service, MemberContract member, HttpRequest request) => InvalidValue(service, member.WireName);

    private protected virtual AwsError TooLarge(ServiceContract service) =>
        new("RequestEntityTooLarge", 413, $"The request is larger than {service.MaxBodyBytes} bytes.");

    private protected static string QueryCodeOf(ServiceContract? service, AwsError error) =>
        service?.FindError(error.Code)?.QueryErrorCode ?? error.Code;

    private static long? DecodedLength(HttpRequest request) =>
        request.Headers.TryGetValue("x-amz-decoded-content-length", out var decoded) && long.TryParse(decoded, out var length) && length >= 0
            ? length
            : request.ContentLength ?? (HttpProtocol.IsHttp11(request.Protocol) ? null : 0);

    private async ValueTask<(bool Fits, AwsError? Error)> ReadBodyAsync(
        RouteResult route, OperationContract operation, HttpRequest request, Shape shape, CancellationToken cancellation)
    {
        var max = operation.Service.MaxBodyBytes;
        if (route.Form is { } form)
        {
            return (true, ReadForm(operation, form, shape));
        }

        return await WholeBody.ReadAsync(
            request,
            max,
            (Protocol: this, operation, shape, request.Headers, IsZipped: request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)),
            static (body, state) =>
            {
                if (state.Protocol.CheckHeaders(state.operation, state.Headers, body) is { } wrong)
                {
                    return wrong;
                }

                if (!state.IsZipped || (!state.operation.AcceptsGzip && state.Protocol.IsRest))
                {
                    return state.Protocol.ReadBody(state.operation, body, state.shape);
                }

                return WholeBody.Unzip(body, state.operation.Service.MaxBodyBytes) is { } unzipped
                    ? state.Protocol.ReadBody(state.operation, unzipped, state.shape)
                    : Malformed(state.operation.Service, "The body is not gzip, or too large.");
            },
            cancellation);
    }

    private protected virtual AwsError? ReadForm(OperationContract operation, QueryParameters form, Shape target) => null;

    private static async ValueTask WriteStreamAsync(Shape response, MemberContract member, HttpResponse http, CancellationToken cancellation)
    {
        http.ContentType ??= "application/octet-stream";
        if (response.GetReference(member.Slot) is not Payload payload)
        {
            http.ContentLength ??= 0;
            return;
        }

        await using (payload)
        {
            http.ContentLength ??= payload.Length;
            if (!HttpMethods.IsHead(http.HttpContext.Request.Method))
            {
                await payload.CopyToAsync(http.Body, cancellation);
            }
        }
    }

    private async ValueTask SendAsync(ServiceContract? service, PooledBuffer output, HttpResponse http, string? contentType, CancellationToken cancellation)
    {
        if (HttpMethods.IsHead(http.HttpContext.Request.Method))
        {
            return;
        }

        if (output.Count == 0)
        {
            if (http.StatusCode is not (204 or 304))
            {
                http.ContentLength = 0;
            }

            return;
        }

        if (service is { HasChecksummedAnswers: true })
        {
            http.Headers["x-amz-crc32"] = Crc32.Compute(output.Written.Span).ToString(CultureInfo.InvariantCulture);
        }

        http.ContentType ??= contentType ?? ContentType(service, http.HttpContext);
        http.ContentLength = output.Count;
        await http.Body.WriteAsync(output.Written, cancellation);
    }
}
