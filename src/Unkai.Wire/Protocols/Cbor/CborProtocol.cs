using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Wire.Protocols.Json;

namespace Unkai.Wire.Protocols.Cbor;

/// <summary>Smithy RPC v2 CBOR.</summary>
internal sealed class CborProtocol : Protocol
{
    public override ProtocolKind Kind => ProtocolKind.Cbor;

    internal override string EventContentType => "application/cbor";

    private protected override string ContentType(ServiceContract? service, HttpContext context) => "application/cbor";

    private protected override void WriteRequestId(ServiceContract? service, HttpResponse http, string requestId)
    {
        base.WriteRequestId(service, http, requestId);
        http.Headers["smithy-protocol"] = "rpc-v2-cbor";
    }

    private protected override AwsError? ReadBody(OperationContract operation, ReadOnlySpan<byte> body, Shape target) =>
        body.IsEmpty || CborShapeReader.TryRead(body, target) ? null : Malformed(operation.Service, "The body is not the CBOR that the operation takes.");

    private protected override string? WriteBody(OperationContract operation, Shape response, PooledBuffer output, string requestId)
    {
        if (operation.Output.Members.Length > 0)
        {
            CborShapeWriter.Write(output, response);
        }

        return null;
    }

    private protected override void WriteErrorBody(ServiceContract? service, AwsError error, PooledBuffer output, HttpResponse http, string requestId)
    {
        if (service is { IsQueryCompatible: true })
        {
            http.Headers["x-amzn-query-error"] = $"{QueryCodeOf(service, error)};{(error.IsSender ? "Sender" : "Receiver")}";
        }

        var contract = error.Detail?.Contract ?? service?.FindError(error.Code);
        var message = contract is null ? null : JsonBodies.Find(contract, "message");
        var hasMessage = message is not null && error.Detail?.Has(message.Slot) is true;
        var members = 0;
        for (var slot = error.Detail?.NextSet(0) ?? -1; slot >= 0; slot = error.Detail!.NextSet(slot + 1))
        {
            members++;
        }

        CborShapeWriter.Head(output, CborMajor.Map, (ulong)(members + (hasMessage ? 1 : 2)));
        CborShapeWriter.Text(output, "__type"u8);
        CborShapeWriter.Text(output, service?.ErrorTypeOf(error.Code) ?? error.Code);
        if (!hasMessage)
        {
            CborShapeWriter.Text(output, message?.Name ?? "message");
            CborShapeWriter.Text(output, error.Message);
        }

        if (error.Detail is { } detail)
        {
            CborShapeWriter.WriteMembers(output, detail);
        }
    }

    internal override void WriteStructure(Shape shape, PooledBuffer output) => CborShapeWriter.Write(output, shape);

    internal override bool TryReadStructure(ReadOnlySpan<byte> body, Shape target) => CborShapeReader.TryRead(body, target);
}
