using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;

namespace Unkai.Wire.Protocols.Json;

/// <summary>restJson1.</summary>
internal sealed class RestJsonProtocol : Protocol
{
    public override ProtocolKind Kind => ProtocolKind.RestJson;

    internal override string EventContentType => "application/json";

    private protected override bool IsRest => true;

    private protected override string ContentType(ServiceContract? service, HttpContext context) => "application/json";

    private protected override AwsError? ReadBody(OperationContract operation, ReadOnlySpan<byte> body, Shape target)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        if (operation.Input.Payload is not { } payload)
        {
            return Body(operation.Service, JsonShapeReader.Read(body, target));
        }

        if (payload.Kind is ShapeKind.Blob or ShapeKind.String)
        {
            target.SetValue(payload.Slot, payload.Kind == ShapeKind.Blob ? ShapeValue.Of((ReadOnlyMemory<byte>)body.ToArray()) : ShapeValue.Of((object)Encoding.UTF8.GetString(body)));
            return null;
        }

        var problem = JsonShapeReader.ReadValue(body, payload, out var value);
        if (problem is null)
        {
            target.SetValue(payload.Slot, value);
        }

        return Body(operation.Service, problem);
    }

    private protected override string? WriteBody(OperationContract operation, Shape response, PooledBuffer output, string requestId)
    {
        if (operation.Output.Payload is { } payload)
        {
            if (!response.Has(payload.Slot))
            {
                return null;
            }

            var value = response.GetValue(payload.Slot);
            switch (payload.Kind)
            {
                case ShapeKind.Blob:
                    System.Buffers.BuffersExtensions.Write(output, value.Blob.Span);

                    // Lambda's functions answer JSON, whatever the model calls it.
                    return operation.Service.Name == "lambda" ? "application/json" : "application/octet-stream";
                case ShapeKind.String:
                    Encoding.UTF8.GetBytes(value.String, output);
                    return "text/plain";
                default:
                    JsonBodies.WriteValue(payload, value, output);
                    return null;
            }
        }

        if (operation.ResponseCode != 204 && HasBody(operation.Output))
        {
            JsonBodies.Write(response, output);
        }

        return null;
    }

    private protected override void WriteErrorBody(ServiceContract? service, AwsError error, PooledBuffer output, HttpResponse http, string requestId)
    {
        http.Headers["x-amzn-ErrorType"] = error.Code;
        JsonBodies.WriteError(service, error, null, output);
    }

    internal override void WriteStructure(Shape shape, PooledBuffer output) => JsonBodies.Write(shape, output);

    internal override bool TryReadStructure(ReadOnlySpan<byte> body, Shape target) => JsonShapeReader.Read(body, target) is null;

    private static AwsError? Body(ServiceContract service, string? problem) =>
        problem is null ? null : Malformed(service, $"Could not parse request body into json: {problem}");

    private static bool HasBody(StructureContract output)
    {
        foreach (var member in output.Members)
        {
            if (member.Location == MemberLocation.Body)
            {
                return true;
            }
        }

        return false;
    }
}
