using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;

namespace Unkai.Wire.Protocols.Json;

/// <summary>awsJson 1.0 and 1.1.</summary>
internal sealed class JsonProtocol : Protocol
{
    public override ProtocolKind Kind => ProtocolKind.Json;

    internal override string EventContentType => "application/json";

    private protected override string ContentType(ServiceContract? service, HttpContext context) =>
        context.Request.ContentType switch
        {
            { } asked when asked.StartsWith("application/x-amz-json-1.1", StringComparison.OrdinalIgnoreCase) => "application/x-amz-json-1.1",
            { } asked when asked.StartsWith("application/x-amz-json-1.0", StringComparison.OrdinalIgnoreCase) => "application/x-amz-json-1.0",
            _ => service?.JsonVersion == "1.1" ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0",
        };

    private protected override AwsError? ReadBody(OperationContract operation, ReadOnlySpan<byte> body, Shape target) =>
        body.IsEmpty || JsonShapeReader.Read(body, target) is not { } problem ? null
        : Malformed(operation.Service, operation.Service.HasBriefConversions ? problem.Replace(" can not be converted to a ", " cannot be converted to ", StringComparison.Ordinal) : problem);

    private protected override string? WriteBody(OperationContract operation, Shape response, PooledBuffer output, string requestId)
    {
        JsonBodies.Write(response, output);
        return null;
    }

    private protected override void WriteErrorBody(ServiceContract? service, AwsError error, PooledBuffer output, HttpResponse http, string requestId)
    {
        if (service is { IsQueryCompatible: true })
        {
            http.Headers["x-amzn-query-error"] = $"{QueryCodeOf(service, error)};{(error.IsSender ? "Sender" : "Receiver")}";
        }

        JsonBodies.WriteError(service, error, service?.ErrorTypeOf(error.Code) ?? error.Code, output);
    }

    internal override void WriteStructure(Shape shape, PooledBuffer output) => JsonBodies.Write(shape, output);

    internal override bool TryReadStructure(ReadOnlySpan<byte> body, Shape target) => JsonShapeReader.Read(body, target) is null;
}
