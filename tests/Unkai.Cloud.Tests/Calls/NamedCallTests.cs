using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Api.Sqs;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Faults;
using Unkai.Storage;

namespace Unkai.Cloud.Tests.Calls;

/// <summary>Calls by name and with JSON. The services' operations are made up; the steps around them are the pipeline's own.</summary>
public sealed class NamedCallTests : IPolicySource, IAsyncDisposable
{
    private readonly Store _store = Store.InMemory();
    private readonly World _world;
    private readonly Call _call;
    private Shape? _handled;
    private Func<Shape, Outcome<Shape>> _answer = _ => new AwsError("NotPrepared", 500, "The test has no answer.");

    public NamedCallTests()
    {
        var services = new ServiceCatalog([new("sqs", () => new MadeUp("sqs", Handle)), new("s3", () => new MadeUp("s3", Handle)), new("iam", () => new MadeUp("iam", Handle))]);
        _world = new World
        {
            Name = WorldName.Default,
            Store = _store,
            Clock = new WorldClock(MachineClock.Instance),
            Machine = MachineClock.Instance,
            Random = CryptographicRandomSource.Instance,
            Pipeline = new Pipeline(services, this, NullLogger.Instance),
        };
        _call = new Call { World = _world, Caller = Principal.Root(AccountId.Default), Region = "us-east-1", Origin = new CallOrigin("http://test", null, null) };
    }

    [Theory]
    [InlineData("SendMessage")]
    [InlineData("sendMessage")]
    public async Task A_request_goes_in_and_a_response_comes_out_as_json_with_the_models_names(string operation)
    {
        _answer = _ => new SendMessageResult { MessageId = "m-1", MD5OfMessageBody = "x" };

        var response = await TextOfAsync("sqs", operation, """{"queueUrl": "http://q", "MessageBody": "hello", "DelaySeconds": 5, "Unknown": [1]}""");

        var request = Assert.IsType<SendMessageRequest>(_handled);
        Assert.Equal(("http://q", "hello", 5), (request.QueueUrl, request.MessageBody, request.DelaySeconds));
        Assert.Equal("""{"MD5OfMessageBody":"x","MessageId":"m-1"}""", response);
    }

    [Fact]
    public async Task An_object_stands_where_aws_wants_its_text()
    {
        _answer = _ => new SendMessageResult();

        await TextOfAsync("sqs", "SendMessage", """{"QueueUrl": "http://q", "MessageBody": {"a": [1, 2]}}""");

        Assert.Equal("""{"a": [1, 2]}""", Assert.IsType<SendMessageRequest>(_handled).MessageBody);
    }

    [Theory]
    [InlineData("\"text, ü\"", "text, ü")]
    [InlineData("{\"a\": 1}", "{\"a\": 1}")]
    public async Task A_streamed_body_goes_in_as_text_or_object(string json, string body)
    {
        var put = "";
        _answer = request =>
        {
            using var reader = new StreamReader(((PutObjectRequest)request).Body!.OpenRead());
            put = reader.ReadToEnd();
            return new PutObjectOutput();
        };

        Assert.Equal("{}", await TextOfAsync("s3", "PutObject", $$"""{"Bucket": "b", "Key": "k", "Body": {{json}}}"""));
        Assert.Equal(body, put);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'h', (byte)'i' }, """{"Body":"hi"}""")]
    [InlineData(new byte[] { 0xff, 0xfe }, """{"Body":"//4="}""")]
    public async Task A_streamed_body_comes_out_as_text_or_as_base64(byte[] body, string json)
    {
        _answer = _ => new GetObjectOutput { Body = Payload.FromBytes(body) };

        Assert.Equal(json, await TextOfAsync("s3", "GetObject", """{"Bucket": "b", "Key": "k"}"""));
    }

    [Fact]
    public async Task A_streamed_body_that_is_too_large_is_an_error()
    {
        _answer = _ => new GetObjectOutput { Body = Payload.FromBytes(new byte[NamedCall.StreamedBytesMax + 1]) };

        Assert.Equal("ResponseTooLarge", (await ErrorOfAsync("s3", "GetObject", """{"Bucket": "b", "Key": "k"}""")).Code);
    }

    [Theory]
    [InlineData("nothing", "Run", "{}", "NotImplemented", 501)]
    [InlineData("sqs", "SendLetter", "{}", "NotImplemented", 501)]
    [InlineData("sqs", "", "{}", "NotImplemented", 501)]
    [InlineData("sqs", "PurgeQueue", """{"QueueUrl": "q"}""", "NotImplemented", 501)]
    [InlineData("sqs", "SendMessage", "", "SerializationException", 400)]
    [InlineData("sqs", "SendMessage", "{\"QueueUrl\": ", "SerializationException", 400)]
    [InlineData("sqs", "SendMessage", "[]", "SerializationException", 400)]
    [InlineData("sqs", "SendMessage", "{} {}", "SerializationException", 400)]
    [InlineData("sqs", "SendMessage", """{"DelaySeconds": "many"}""", "SerializationException", 400)]
    [InlineData("sqs", "SendMessage", """{"MessageAttributes": []}""", "SerializationException", 400)]
    [InlineData("sqs", "SendMessage", """{"MessageBody": "\ud800"}""", "SerializationException", 400)]
    [InlineData("iam", "CreateRole", "{}", "ValidationError", 400)]
    public async Task What_does_not_fit_is_an_error_and_is_not_handled(string service, string operation, string json, string code, int status)
    {
        var error = await ErrorOfAsync(service, operation, json);

        Assert.Equal((code, status), (error.Code, error.Status));
        Assert.NotEqual("", error.Message);
        Assert.Null(_handled);
    }

    [Fact]
    public async Task The_call_takes_every_step_of_the_pipeline()
    {
        var inner = new AwsError("Inner", 400, "The operation's own.");
        _answer = _ => inner;
        const string Request = """{"QueueUrl": "q", "MessageBody": "b"}""";

        Assert.Same(inner, await ErrorOfAsync("sqs", "SendMessage", Request));
        var record = Assert.Single(_world.Recorder.Recent());
        Assert.Equal(("sqs", "SendMessage", "Inner", _call.RequestId), (record.Service, record.Operation, record.ErrorCode, record.Cause));

        var fault = new AwsError("Broken", 503, "On purpose.");
        _world.Faults.Add(new FaultRule { Id = "one", Effect = FaultEffect.Error, Service = "sqs", Error = fault });
        Assert.Same(fault, await ErrorOfAsync("sqs", "SendMessage", Request));

        _world.Authorization = AuthorizationMode.Enforce;
        Assert.Equal("AccessDenied", (await ErrorOfAsync("sqs", "SendMessage", Request, _call.As(Arn.Parse("arn:aws:iam::000000000000:role/none")!.Value, "session", "states.amazonaws.com"))).Code);
    }

    public ValueTask<PolicySet> FindAsync(World world, Principal principal, CancellationToken cancellation) => ValueTask.FromResult(new PolicySet());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<string> TextOfAsync(string service, string operation, string json) =>
        Encoding.UTF8.GetString((await _call.InvokeAsync(service, operation, Encoding.UTF8.GetBytes(json))).Value.Span);

    private async Task<AwsError> ErrorOfAsync(string service, string operation, string json, Call? call = null) =>
        Assert.IsType<AwsError>((await (call ?? _call).InvokeAsync(service, operation, Encoding.UTF8.GetBytes(json))).Error);

    private Outcome<Shape> Handle(Shape request)
    {
        _handled = request;
        return _answer(request);
    }

    private sealed class MadeUp(string name, Func<Shape, Outcome<Shape>> handle) : Service
    {
        private static readonly string[] s_operations = ["SendMessage", "PutObject", "GetObject", "CreateRole"];

        public override ServiceContract Contract { get; } = ContractCatalog.Get(name);

        public override IReadOnlyList<OperationHandler?> Operations { get; } =
            [.. ContractCatalog.Get(name).Operations.Select(operation => s_operations.Contains(operation.Name) ? new Handler(operation, handle) : null)];
    }

    private sealed class Handler(OperationContract contract, Func<Shape, Outcome<Shape>> handle) : OperationHandler(contract)
    {
        public override ValueTask<Outcome<Shape>> ExecuteAsync(Call call, Shape request) => ValueTask.FromResult(handle(request));
    }
}
