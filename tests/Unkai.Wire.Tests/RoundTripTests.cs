using FsCheck;
using FsCheck.Fluent;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;
using Unkai.Wire.Protocols;
using Unkai.Wire.Routing;

namespace Unkai.Wire.Tests;

public sealed class RoundTripTests
{
    private const int SeedsPerService = 20;

    public static TheoryData<string, ProtocolKind> ServicesAndProtocols()
    {
        var rows = new TheoryData<string, ProtocolKind>();
        foreach (var service in ContractCatalog.Services)
        {
            foreach (var protocol in service.Protocols)
            {
                rows.Add(service.Name, protocol);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(ServicesAndProtocols))]
    public void Every_structure_survives_its_protocols_bytes(string name, ProtocolKind kind)
    {
        var service = ContractCatalog.Get(name);
        var protocol = Protocol.For(kind);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            foreach (var structure in service.Structures)
            {
                var written = BodyOnly(new RandomShapes(seed).Next(structure), kind);
                var body = TestRequest.Body(kind, written);
                var read = structure.New();

                Assert.True(protocol.TryReadStructure(body, read), $"{structure}: {System.Text.Encoding.UTF8.GetString(body)}");
                var difference = SameShape.Difference(written, read, emptyIsMissing: kind is not (ProtocolKind.Json or ProtocolKind.RestJson or ProtocolKind.Cbor));
                Assert.True(difference is null, $"{difference}: {System.Text.Encoding.UTF8.GetString(body)}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(SeedsPerService));
    }

    [Theory]
    [MemberData(nameof(ServicesAndProtocols))]
    public void Every_request_finds_its_operation_and_survives_the_way_there(string name, ProtocolKind kind)
    {
        var service = ContractCatalog.Get(name);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => CheckAllAsync(service, kind, seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(SeedsPerService));
    }

    [Fact]
    public void Every_structure_survives_call_by_names_json()
    {
        foreach (var service in ContractCatalog.Services.Select(s => ContractCatalog.Get(s.Name)))
        {
            foreach (var structure in service.Structures)
            {
                var written = new RandomShapes(structure.Index).Next(structure);
                using var output = new MemoryStream();
                using (var writer = new System.Text.Json.Utf8JsonWriter(output, JsonShapeWriter.Options))
                {
                    JsonShapeWriter.Write(writer, written, JsonForm.Plain);
                }

                var read = structure.New();
                Assert.Null(JsonShapeReader.Read(output.ToArray(), read, JsonForm.Plain));
                foreach (var member in structure.Members.Where(m => m.IsStreaming))
                {
                    written.Clear(member.Slot);
                }

                Assert.Null(SameShape.Difference(written, read, emptyIsMissing: false));
            }
        }
    }

    private static async Task CheckAllAsync(ServiceContract service, ProtocolKind kind, int seed)
    {
        // What AWS has given up may share its address with what came after it; directory buckets and S3 on Outposts are told from others by the host only.
        foreach (var operation in service.Operations.Where(o => o is { IsDeprecated: false, Name: not "ListDirectoryBuckets" } and not { Service.Name: "s3control", Name: "CreateBucket" }))
        {
            var written = new RandomShapes(seed + operation.Index).Next(operation.Input, isHttp: kind is ProtocolKind.RestJson or ProtocolKind.RestXml);
            foreach (var required in operation.Input.Members.Where(m => m.IsRequired && m.Location is MemberLocation.Header or MemberLocation.QueryString && !written.Has(m.Slot)))
            {
                written.SetValue(required.Slot, required.Kind == ShapeKind.String ? ShapeValue.Of((object)"x") : written.GetValueOrNew(required));
            }

            // A random text is no digest of the body.
            if (operation.Input.Find("ContentMD5") is { } digest)
            {
                written.Clear(digest.Slot);
            }

            var request = TestRequest.Of(kind, operation, written);
            if (operation.RequiresDigest)
            {
                var md5 = await TestRequest.Md5OfBodyAsync(request);
                request.Headers.ContentMD5 = md5;
                if (operation.Input.Find("ContentMD5") is { } stated)
                {
                    written.SetReference(stated.Slot, md5);
                }
            }

            var route = await Router.RouteAsync(request, CancellationToken.None);
            Assert.True(route.Operation == operation, $"{operation}: {request.Method} {request.Path}{request.QueryString} went to {route.Operation}, {route.Outcome}");

            var read = await Protocol.For(kind).ReadRequestAsync(route, request, CancellationToken.None);
            Assert.True(read.Error is null, $"{operation}: {read.Error}");
            if (operation.Input.Payload is { IsStreaming: true } streamed)
            {
                written.SetReference(streamed.Slot, read.Value.GetReference(streamed.Slot));
            }

            Forget(written, read.Value, "ContentLength");
            Forget(written, read.Value, "QueueUrl");
            var difference = SameShape.Difference(written, read.Value, emptyIsMissing: kind is not (ProtocolKind.Json or ProtocolKind.Cbor));
            Assert.True(difference is null, $"{operation}: {difference}");
        }
    }

    /// <summary>HTTP has its own word on the length; and SQS takes the queue's URL from the path.</summary>
    private static void Forget(Shape left, Shape right, string name)
    {
        if (left.Contract.Find(name) is { } member)
        {
            left.Clear(member.Slot);
            right.Clear(member.Slot);
        }
    }

    private static Shape BodyOnly(Shape shape, ProtocolKind kind)
    {
        if (kind is ProtocolKind.RestJson or ProtocolKind.RestXml)
        {
            foreach (var member in shape.Contract.Members.Where(m => m.Location != MemberLocation.Body))
            {
                shape.Clear(member.Slot);
            }
        }

        foreach (var member in shape.Contract.Members.Where(m => m.IsStreaming))
        {
            shape.Clear(member.Slot);
        }

        return shape;
    }
}
