using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;
using Unkai.Wire.Protocols;
using Unkai.Wire.Protocols.Http;
using Unkai.Wire.Protocols.Xml;

namespace Unkai.Wire.Tests;

public sealed class ResponseRoundTripTests
{
    private const int SeedsPerService = 20;

    [Theory]
    [MemberData(nameof(RoundTripTests.ServicesAndProtocols), MemberType = typeof(RoundTripTests))]
    public void Every_response_says_on_the_wire_what_it_said_before(string name, ProtocolKind kind)
    {
        var service = ContractCatalog.Get(name);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => CheckAllAsync(service, kind, seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(SeedsPerService));
    }

    private static async Task CheckAllAsync(ServiceContract service, ProtocolKind kind, int seed)
    {
        var isRest = kind is ProtocolKind.RestJson or ProtocolKind.RestXml;
        foreach (var operation in service.Operations)
        {
            if (operation.Output.EventStream is not null || operation.Output.IsUnwrapped || operation.HttpMethod == "HEAD" || (isRest && operation.ResponseCode == 204))
            {
                continue;
            }

            var written = new RandomShapes(seed + operation.Index).Next(operation.Output, isHttp: isRest);
            byte[] streamed = [1, 2, 3];
            if (isRest && operation.Output.Payload is { IsStreaming: true } payload)
            {
                written.SetReference(payload.Slot, Payload.FromBytes(streamed));
            }

            if (isRest && operation.Output.Find("ContentLength") is { } length)
            {
                written.Clear(length.Slot);
            }

            var request = TestRequest.Of("GET", "/");
            var response = request.HttpContext.Response;
            var body = new MemoryStream();
            response.Body = body;
            await Protocol.For(kind).WriteResponseAsync(operation, written, response, "R", CancellationToken.None);

            var read = operation.Output.New();
            Assert.True(TryRead(kind, operation, body.ToArray(), response, read), $"{operation}: {Encoding.UTF8.GetString(body.ToArray())}");
            if (isRest && operation.Output.Payload is { IsStreaming: true } stream)
            {
                Assert.Equal(streamed, body.ToArray());
                written.Clear(stream.Slot);
            }

            if (isRest && operation.Output.Find("ContentLength") is { } made)
            {
                read.Clear(made.Slot);
            }

            foreach (var known in operation.Output.Members.Where(m => m.Location == MemberLocation.StatusCode || (m.Location == MemberLocation.Header && m.WireName == "Content-Type")))
            {
                written.Clear(known.Slot);
                read.Clear(known.Slot);
            }

            var difference = SameShape.Difference(written, read, emptyIsMissing: kind is not (ProtocolKind.Json or ProtocolKind.Cbor));
            Assert.True(difference is null, $"{operation}: {difference}: {Encoding.UTF8.GetString(body.ToArray())}");
        }
    }

    private static bool TryRead(ProtocolKind kind, OperationContract operation, byte[] body, HttpResponse response, Shape target)
    {
        switch (kind)
        {
            case ProtocolKind.Query:
                return operation.ResultWrapper is null || XmlShapeReader.TryRead(body, target, operation.ResultWrapper);
            case ProtocolKind.Ec2:
                return XmlShapeReader.TryRead(body, target);
            case ProtocolKind.Json or ProtocolKind.Cbor:
                return body.Length == 0 || Protocol.For(kind).TryReadStructure(body, target);
            default:
                return HttpMembers.ReadResponse(operation.Output, target, response.Headers, response.StatusCode) is null && TryReadRestBody(kind, operation, body, target);
        }
    }

    private static bool TryReadRestBody(ProtocolKind kind, OperationContract operation, byte[] body, Shape target)
    {
        if (body.Length == 0 || operation.Output.Payload is { IsStreaming: true })
        {
            return true;
        }

        if (operation.Output.Payload is not { } payload)
        {
            return Protocol.For(kind).TryReadStructure(body, target);
        }

        switch (payload.Kind)
        {
            case ShapeKind.Blob:
                target.SetBlob(payload.Slot, body);
                return true;
            case ShapeKind.String:
                target.SetString(payload.Slot, Encoding.UTF8.GetString(body));
                return true;
            case ShapeKind.Structure:
                var inner = ((StructureContract)payload.Shape).New();
                target.SetReference(payload.Slot, inner);
                return Protocol.For(kind).TryReadStructure(body, inner);
            default:
                var isRight = JsonShapeReader.ReadValue(body, payload, out var value) is null;
                target.SetValue(payload.Slot, value);
                return isRight;
        }
    }
}
