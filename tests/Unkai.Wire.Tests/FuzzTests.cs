using FsCheck;
using FsCheck.Fluent;
using Unkai.Api.Contracts;
using Unkai.Wire.EventStreams;
using Unkai.Wire.Protocols;
using Unkai.Wire.Routing;

namespace Unkai.Wire.Tests;

/// <summary>Whatever the bytes: an answer or an error, never an exception, never a hang.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 400;

    public static TheoryData<string, string, ProtocolKind> Targets() => new()
    {
        { "sqs", "SendMessageBatch", ProtocolKind.Json },
        { "sqs", "SendMessageBatch", ProtocolKind.Query },
        { "cloudwatch", "PutMetricData", ProtocolKind.Cbor },
        { "cloudwatch", "PutMetricData", ProtocolKind.Query },
        { "dynamodb", "TransactWriteItems", ProtocolKind.Json },
        { "ec2", "RunInstances", ProtocolKind.Ec2 },
        { "lambda", "CreateFunction", ProtocolKind.RestJson },
        { "s3", "PutBucketLifecycleConfiguration", ProtocolKind.RestXml },
        { "s3", "PutBucketAcl", ProtocolKind.RestXml },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mutated_requests_are_answered(string service, string operationName, ProtocolKind kind)
    {
        var operation = ContractCatalog.FindOperation(service, operationName)!;
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => RunAsync(kind, operation, seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));
    }

    [Fact]
    public void Random_event_streams_are_refused()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), data =>
        {
            var taken = EventMessage.Read(data, out var message);
            Assert.True(taken <= data.Length && (taken > 0) == (message is not null));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Random_targets_and_hosts_are_routed_or_refused()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next('!', '\u00ff'))]);
            var request = TestRequest.Of("GET", "/" + text, "localhost", null, ("Authorization", text), ("x-id", text));
            request.Headers.Host = text;
            Assert.NotNull(Router.RouteAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));
    }

    [Theory]
    [InlineData(ProtocolKind.Json, "{\"a\":", 100_000)]
    [InlineData(ProtocolKind.RestXml, "<a>", 100_000)]
    public void Deep_documents_are_refused(ProtocolKind kind, string part, int times)
    {
        var target = ContractCatalog.FindOperation("dynamodb", "PutItem")!.Input.New();

        Assert.False(Protocol.For(kind).TryReadStructure(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, times))), target));
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"QueueName\":\"\\ud800\"}")]
    [InlineData("{\"Attributes\":{\"\\udc00\":\"\"}}")]
    public void Halves_of_surrogate_pairs_are_refused(string json)
    {
        var target = ContractCatalog.FindOperation("sqs", "CreateQueue")!.Input.New();

        Assert.False(Protocol.For(ProtocolKind.Json).TryReadStructure(System.Text.Encoding.UTF8.GetBytes(json), target));
    }

    [Fact]
    public void Deep_cbor_is_refused()
    {
        var target = ContractCatalog.FindOperation("cloudwatch", "PutMetricData")!.Input.New();
        byte[] data = [0xa1, 0x61, (byte)'x', .. Enumerable.Repeat((byte)0x81, 100_000)];

        Assert.False(Protocol.For(ProtocolKind.Cbor).TryReadStructure(data, target));
    }

    private static async Task RunAsync(ProtocolKind kind, OperationContract operation, int seed)
    {
        var random = new Random(seed);
        var shape = new RandomShapes(seed).Next(operation.Input, isHttp: true);
        var template = TestRequest.Of(kind, operation, shape);
        using var copy = new MemoryStream();
        await template.Body.CopyToAsync(copy);
        var body = copy.ToArray();
        for (var i = random.Next(1, 8); i > 0 && body.Length > 0; i--)
        {
            switch (random.Next(4))
            {
                case 0: body[random.Next(body.Length)] = (byte)random.Next(256); break;
                case 1: body = body[..random.Next(body.Length)]; break;
                case 2: body = [.. body, .. body[random.Next(body.Length)..]]; break;
                default: body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        template.Body = new MemoryStream(body);
        template.ContentLength = body.Length;
        var route = await Router.RouteAsync(template, CancellationToken.None);
        if (route.Operation is not null)
        {
            var outcome = await Protocol.For(route.Protocol).ReadRequestAsync(route, template, CancellationToken.None);
            Assert.True(outcome.Error is null or { Status: >= 400 and < 500 });
        }
    }
}
