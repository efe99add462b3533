using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Lambda;
using Unkai.Api.S3;
using Unkai.Api.Sqs;
using Unkai.Wire.Routing;
using Protocol = Unkai.Wire.Protocols.Protocol;

namespace Unkai.Wire.Tests;

public sealed class GoldenTests
{
    private const string RequestId = "b25f48e8-84fd-11e6-80d9-574e0c4664cb";

    [Fact]
    public async Task Sqs_speaks_json()
    {
        var body = """{"QueueUrl":"http://localhost:4566/000000000000/q","MessageBody":"héllo","DelaySeconds":5,"MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"AQI="}},"Unknown":[{}]}""";
        var request = TestRequest.Of("POST", "/", body: Encoding.UTF8.GetBytes(body), headers: [("X-Amz-Target", "AmazonSQS.SendMessage"), ("Content-Type", "application/x-amz-json-1.0")]);
        var message = Assert.IsType<SendMessageRequest>(await ReadAsync(request));

        Assert.Equal("héllo", message.MessageBody);
        Assert.Equal(5, message.DelaySeconds);
        Assert.Equal([1, 2], message.MessageAttributes!["a"].BinaryValue!.Value.ToArray());
        var (status, headers, text) = await TestRequest.ResponseAsync(request, r => Protocol.For(ProtocolKind.Json).WriteResponseAsync(
            SqsContract.SendMessage, new SendMessageResult { MessageId = "m-1", MD5OfMessageBody = "abc+/<é>" }, r, RequestId, CancellationToken.None));
        Assert.Equal(200, status);
        Assert.Equal("""{"MD5OfMessageBody":"abc+/<é>","MessageId":"m-1"}""", text);
        Assert.Equal("application/x-amz-json-1.0", headers.ContentType);
        Assert.Equal(RequestId, headers["x-amzn-RequestId"]);
    }

    [Fact]
    public async Task Sqs_speaks_query_to_the_queues_path()
    {
        var form = "Action=SendMessage&Version=2012-11-05&MessageBody=a%20b%2Bc+d&MessageAttribute.1.Name=x&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=y"
            + "&MessageAttribute.10.Name=j&MessageAttribute.10.Value.StringValue=10&MessageAttribute.2.Name=b&MessageAttribute.2.Value.StringValue=2";
        var request = TestRequest.Of("POST", "/000000000000/films", "sqs.us-east-1.localhost:4566", Encoding.UTF8.GetBytes(form), ("Content-Type", "application/x-www-form-urlencoded"));
        var message = Assert.IsType<SendMessageRequest>(await ReadAsync(request));

        Assert.Equal("a b+c d", message.MessageBody);
        Assert.Equal("http://sqs.us-east-1.localhost:4566/000000000000/films", message.QueueUrl);
        Assert.Equal(["x", "b", "j"], message.MessageAttributes!.Keys);
        Assert.Equal("y", message.MessageAttributes["x"].StringValue);
    }

    [Fact]
    public async Task Sqs_answers_query_in_xml_with_flattened_lists()
    {
        var result = new ReceiveMessageResult
        {
            Messages = [new Message { MessageId = "1", Body = "<&>\r\n", Attributes = new() { ["SentTimestamp"] = "7" } }, new Message { MessageId = "2" }],
        };
        var (_, headers, text) = await TestRequest.ResponseAsync(TestRequest.Of("POST", "/"), r => Protocol.For(ProtocolKind.Query).WriteResponseAsync(
            SqsContract.ReceiveMessage, result, r, RequestId, CancellationToken.None));

        Assert.Equal("text/xml", headers.ContentType);
        Assert.Equal(
            "<ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><ReceiveMessageResult>"
            + "<Message><MessageId>1</MessageId><Body>&lt;&amp;&gt;&#13;\n</Body><Attribute><Name>SentTimestamp</Name><Value>7</Value></Attribute></Message><Message><MessageId>2</MessageId></Message>"
            + $"</ReceiveMessageResult><ResponseMetadata><RequestId>{RequestId}</RequestId></ResponseMetadata></ReceiveMessageResponse>",
            text);
    }

    [Theory]
    [InlineData(ProtocolKind.Json, """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"Gone."}""", "AWS.SimpleQueueService.NonExistentQueue;Sender")]
    [InlineData(ProtocolKind.Query, "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>Gone.</Message></Error><RequestId>" + RequestId + "</RequestId></ErrorResponse>", "")]
    public async Task Sqs_errors_have_each_protocols_form(ProtocolKind kind, string expected, string queryError)
    {
        var (status, headers, text) = await TestRequest.ResponseAsync(TestRequest.Of("POST", "/"), r => Protocol.For(kind).WriteErrorAsync(
            SqsContract.Contract, new AwsError("QueueDoesNotExist", 400, "Gone."), r, RequestId, CancellationToken.None));

        Assert.Equal(400, status);
        Assert.Equal(expected, text);
        Assert.Equal(queryError, headers["x-amzn-query-error"].ToString());
    }

    [Fact]
    public async Task S3_streams_bodies_and_reads_headers()
    {
        var request = TestRequest.Of("PUT", "/films/a%20b/../c%2Fd", body: "hello"u8.ToArray(), headers: [("x-amz-meta-Tone", "soft"), ("x-amz-storage-class", "STANDARD_IA"), ("If-None-Match", "*")]);
        var put = Assert.IsType<PutObjectRequest>(await ReadAsync(request));

        Assert.Equal(("films", "a b/../c/d", "STANDARD_IA", "*"), (put.Bucket, put.Key, put.StorageClass, put.IfNoneMatch));
        Assert.Equal("soft", put.Metadata!["tone"]);
        Assert.Equal(5, put.Body!.Length);
        Assert.Equal("hello"u8.ToArray(), (await put.Body.ReadAllAsync(100, CancellationToken.None))!.Value.ToArray());

        var (status, headers, text) = await TestRequest.ResponseAsync(TestRequest.Of("GET", "/films/x"), r => Protocol.For(ProtocolKind.RestXml).WriteResponseAsync(
            S3Contract.GetObject,
            new GetObjectOutput { Body = Payload.FromBytes("hello"u8.ToArray()), ETag = "\"x\"", LastModified = DateTimeOffset.UnixEpoch, Metadata = new() { ["tone"] = "soft\r\nX: y", ["accent"] = "é" } },
            r,
            RequestId,
            CancellationToken.None));
        Assert.Equal((200, "hello"), (status, text));
        Assert.Equal("Thu, 01 Jan 1970 00:00:00 GMT", headers.LastModified);
        Assert.Equal("soft  X: y", headers["x-amz-meta-tone"]);
        Assert.Equal("=?UTF-8?B?w6k=?=", headers["x-amz-meta-accent"]);
        Assert.Equal(RequestId, headers["x-amz-request-id"]);
        Assert.NotEmpty(headers["x-amz-id-2"].ToString());
        Assert.Equal(5, headers.ContentLength);
    }

    [Fact]
    public async Task S3_lists_in_xml()
    {
        var output = new ListObjectsV2Output { Name = "films", KeyCount = 1, IsTruncated = false, Contents = [new() { Key = "a&b", Size = 3, LastModified = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123) }] };
        var (_, headers, text) = await TestRequest.ResponseAsync(TestRequest.Of("GET", "/films?list-type=2"), r => Protocol.For(ProtocolKind.RestXml).WriteResponseAsync(
            S3Contract.ListObjectsV2, output, r, RequestId, CancellationToken.None));

        Assert.Equal("application/xml", headers.ContentType);
        Assert.Equal(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>"
            + "<Contents><Key>a&amp;b</Key><LastModified>2023-11-14T22:13:20.123Z</LastModified><Size>3</Size></Contents><Name>films</Name><KeyCount>1</KeyCount></ListBucketResult>",
            text);
    }

    [Fact]
    public async Task S3_says_where_a_bucket_is_in_the_root_itself()
    {
        var (_, _, text) = await TestRequest.ResponseAsync(TestRequest.Of("GET", "/films?location"), r => Protocol.For(ProtocolKind.RestXml).WriteResponseAsync(
            S3Contract.GetBucketLocation, new GetBucketLocationOutput { LocationConstraint = "eu-west-1" }, r, RequestId, CancellationToken.None));

        Assert.EndsWith("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1</LocationConstraint>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S3_errors_are_not_wrapped_and_name_what_they_are_about()
    {
        var error = new AwsError("NoSuchKey", 404, "The specified key does not exist.") { Extra = [new("Key", "a<b")] };
        var (status, _, text) = await TestRequest.ResponseAsync(TestRequest.Of("GET", "/films/x"), r => Protocol.For(ProtocolKind.RestXml).WriteErrorAsync(
            S3Contract.Contract, error, r, "R", CancellationToken.None));

        Assert.Equal(404, status);
        Assert.Equal("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&lt;b</Key><RequestId>R</RequestId><HostId>Ui9S</HostId></Error>", text);
    }

    [Fact]
    public async Task S3_refuses_another_document_and_a_dtd()
    {
        foreach (var body in new[] { "<Wrong/>", "<!DOCTYPE x [<!ENTITY a \"b\">]><Tagging/>", "<Tagging><TagSet>", "nothing" })
        {
            var request = TestRequest.Of("PUT", "/films/x?tagging", body: Encoding.UTF8.GetBytes(body));
            var route = await Router.RouteAsync(request, CancellationToken.None);
            var outcome = await Protocol.For(route.Protocol).ReadRequestAsync(route, request, CancellationToken.None);
            Assert.Equal("MalformedXML", outcome.Error?.Code);
        }
    }

    [Fact]
    public async Task Lambda_invokes_with_the_payload_as_it_is()
    {
        var request = TestRequest.Of("POST", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations?Qualifier=live", "lambda.us-east-1.localhost", "{\"a\":1}"u8.ToArray(), ("X-Amz-Invocation-Type", "Event"));
        var invoke = Assert.IsType<InvocationRequest>(await ReadAsync(request));

        Assert.Equal(("arn:aws:lambda:us-east-1:000000000000:function:f", "live", "Event"), (invoke.FunctionName, invoke.Qualifier, invoke.InvocationType));
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(invoke.Payload!.Value.Span));

        var (status, headers, text) = await TestRequest.ResponseAsync(request, r => Protocol.For(ProtocolKind.RestJson).WriteResponseAsync(
            LambdaContract.Invoke, new InvocationResponse { StatusCode = 202, FunctionError = "Unhandled", Payload = "x"u8.ToArray() }, r, RequestId, CancellationToken.None));
        Assert.Equal((202, "x"), (status, text));
        Assert.Equal("Unhandled", headers["X-Amz-Function-Error"]);
    }

    [Fact]
    public async Task Lambda_errors_name_their_type_in_a_header()
    {
        var (status, headers, text) = await TestRequest.ResponseAsync(TestRequest.Of("GET", "/"), r => Protocol.For(ProtocolKind.RestJson).WriteErrorAsync(
            LambdaContract.Contract, new AwsError("ResourceNotFoundException", 404, "Function not found"), r, RequestId, CancellationToken.None));

        Assert.Equal(404, status);
        Assert.Equal("ResourceNotFoundException", headers["x-amzn-ErrorType"]);
        Assert.Equal("""{"Type":"User","Message":"Function not found"}""", text);
    }

    [Fact]
    public async Task Ec2_has_no_result_element_and_counts_lists_without_member()
    {
        var contract = ContractCatalog.Get("ec2");
        var form = "Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1&VpcId.2=vpc-2&Filter.1.Name=cidr&Filter.1.Value.1=10.0.0.0%2F16";
        var request = TestRequest.Of("POST", "/", body: Encoding.UTF8.GetBytes(form), headers: [("Content-Type", "application/x-www-form-urlencoded")]);
        var read = await ReadAsync(request);

        Assert.Equal(["vpc-1", "vpc-2"], Assert.IsType<List<string>>(read.GetReference(read.Contract.Find("VpcIds")!.Slot)));
        var output = contract.FindOperation("CreateTags")!;
        var (_, _, text) = await TestRequest.ResponseAsync(request, r => Protocol.For(ProtocolKind.Ec2).WriteResponseAsync(output, output.Output.New(), r, "R", CancellationToken.None));
        Assert.Equal("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CreateTagsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>R</requestId><return>true</return></CreateTagsResponse>", text);
    }

    [Fact]
    public async Task CloudWatch_speaks_query_json_and_cbor()
    {
        var operation = ContractCatalog.Get("cloudwatch").FindOperation("ListMetrics")!;
        foreach (var kind in new[] { ProtocolKind.Query, ProtocolKind.Json, ProtocolKind.Cbor })
        {
            var shape = operation.Input.New();
            shape.SetString(operation.Input.Find("Namespace")!.Slot, "AWS/Lambda");
            var request = TestRequest.Of(kind, operation, shape);
            var route = await Router.RouteAsync(request, CancellationToken.None);
            Assert.Equal((kind, operation), (route.Protocol, route.Operation));
            var read = await Protocol.For(kind).ReadRequestAsync(route, request, CancellationToken.None);
            Assert.Equal("AWS/Lambda", read.Value.GetString(operation.Input.Find("Namespace")!.Slot));
        }

        Assert.Equal("A1694E616D6573706163656A4157532F4C616D626461", Convert.ToHexString(TestRequest.Body(ProtocolKind.Cbor, NamespaceOnly(operation))));
    }

    private static Shape NamespaceOnly(OperationContract operation)
    {
        var shape = operation.Input.New();
        shape.SetString(operation.Input.Find("Namespace")!.Slot, "AWS/Lambda");
        return shape;
    }

    private static async Task<Shape> ReadAsync(HttpRequest request)
    {
        var route = await Router.RouteAsync(request, CancellationToken.None);
        Assert.Equal(RouteOutcome.Found, route.Outcome);
        var outcome = await Protocol.For(route.Protocol).ReadRequestAsync(route, request, CancellationToken.None);
        Assert.Null(outcome.Error);
        return outcome.Value;
    }
}
