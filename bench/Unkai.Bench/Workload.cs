using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Unkai.Bench;

/// <summary>What clients do to a server; the floor gets the same bytes.</summary>
internal sealed class Workload
{
    private const string Account = "000000000000";
    private const int ReceivesMax = 1000;

    private readonly int _port;
    private readonly Requests _requests;
    private readonly byte[] _send;
    private readonly byte[] _receive;
    private readonly byte[][] _puts;
    private readonly byte[][] _gets;
    private readonly byte[] _constantDelete;

    internal Workload(int port, Requests requests)
    {
        _port = port;
        _requests = requests;
        var queue = $"http://127.0.0.1:{port}/{Account}/bench";
        _send = requests.Json("sqs", "AmazonSQS.SendMessage", $$"""{"QueueUrl":"{{queue}}","MessageBody":"{{new string('m', 200)}}"}""");
        _receive = requests.Json("sqs", "AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{queue}}"}""");
        _constantDelete = requests.Json("sqs", "AmazonSQS.DeleteMessage", $$"""{"QueueUrl":"{{queue}}","ReceiptHandle":"{{new string('r', 160)}}"}""");
        var body = new byte[1024];
        Array.Fill(body, (byte)'b');
        _puts = [.. Enumerable.Range(0, 256).Select(i => requests.S3("PUT", $"/bench/key-{i}", body))];
        _gets = [.. Enumerable.Range(0, 256).Select(i => requests.S3("GET", $"/bench/key-{i}", []))];
    }

    internal async Task PrepareAsync()
    {
        await PrepareS3Async();
        using var connection = await LoadClient.Connection.OpenAsync(_port);
        await connection.SendAsync(_requests.Json("sqs", "AmazonSQS.CreateQueue", """{"QueueName":"bench"}"""));
    }

    /// <summary>What the rows of S3 need.</summary>
    internal async Task PrepareS3Async()
    {
        using var connection = await LoadClient.Connection.OpenAsync(_port);
        await connection.SendAsync(_requests.S3("PUT", "/bench", []));
        foreach (var put in _puts)
        {
            await connection.SendAsync(put);
        }
    }

    internal async Task<(string Id, string Secret)> CreateKeyAsync()
    {
        using var connection = await LoadClient.Connection.OpenAsync(_port);
        await connection.SendAsync(_requests.Form("iam", "Action=CreateUser&Version=2010-05-08&UserName=bench"));
        var answer = Encoding.UTF8.GetString((await connection.SendAsync(_requests.Form("iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=bench"))).Span);
        return (Between(answer, "<AccessKeyId>", "<"), Between(answer, "<SecretAccessKey>", "<"));
    }

    internal async Task SqsSend(LoadClient.Connection connection, int number) => await connection.SendAsync(_send);

    /// <summary>Send, receive, delete; the floor has no messages, so its receive and delete are the same bytes with a handle of the same length.</summary>
    internal async Task SqsCycle(LoadClient.Connection connection, int number)
    {
        await connection.SendAsync(_send);
        var answer = await connection.SendAsync(_receive);

        // A queue may answer with nothing though a message is there: another receiver was about to have it.
        var tries = 0;
        while (answer.Length > 0 && answer.Span[0] == '{' && answer.Span.IndexOf("\"ReceiptHandle\""u8) < 0)
        {
            answer = tries++ < ReceivesMax ? await connection.SendAsync(_receive) : throw new IOException("The queue gives no message.");
        }

        var delete = _constantDelete;
        if (answer.Length > 0 && answer.Span[0] == '{')
        {
            var reader = new Utf8JsonReader(answer.Span);
            string? handle = null;
            while (handle is null && reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("ReceiptHandle"u8))
                {
                    reader.Read();
                    handle = reader.GetString();
                }
            }

            delete = DeleteOf(handle!);
        }

        await connection.SendAsync(delete);
    }

    internal async Task S3Put(LoadClient.Connection connection, int number) => await connection.SendAsync(_puts[number % _puts.Length]);

    internal async Task S3Get(LoadClient.Connection connection, int number) => await connection.SendAsync(_gets[number % _gets.Length]);

    /// <returns>Milliseconds of the first invocation, and the median microseconds of the next ones.</returns>
    internal async Task<(double ColdMilliseconds, double WarmMicroseconds)> InvokeAsync(string runtime, int times)
    {
        using var connection = await LoadClient.Connection.OpenAsync(_port);
        var isPython = runtime.StartsWith("python", StringComparison.Ordinal);
        var name = $"bench-{runtime.Replace('.', '-')}";
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        await connection.SendAsync(_requests.Form("iam", $"Action=CreateRole&Version=2010-05-08&RoleName={name}&AssumeRolePolicyDocument={Uri.EscapeDataString(Trust)}"));
        var zip = Zip(isPython ? "app.py" : "app.mjs", isPython ? "def handler(event, context):\n    return None\n" : "export const handler = async () => null;\n");
        await connection.SendAsync(_requests.Rest("lambda", "POST", "/2015-03-31/functions", JsonSerializer.Serialize(new
        {
            FunctionName = name,
            Runtime = runtime,
            Role = $"arn:aws:iam::{Account}:role/{name}",
            Handler = "app.handler",
            Code = new { ZipFile = Convert.ToBase64String(zip) },
        })));
        var invoke = _requests.Rest("lambda", "POST", $"/2015-03-31/functions/{name}/invocations", "{}");
        var watch = Stopwatch.StartNew();
        await connection.SendAsync(invoke);
        var cold = watch.Elapsed.TotalMilliseconds;
        var warm = new List<double>();
        for (var i = 0; i < times; i++)
        {
            watch.Restart();
            await connection.SendAsync(invoke);
            warm.Add(watch.Elapsed.TotalMicroseconds);
        }

        warm.Sort();
        return (cold, warm[times / 2]);
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static byte[] Zip(string name, string text)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }

    /// <summary>Development keys are taken with any signature, so a delete is built without signing anew.</summary>
    private byte[] DeleteOf(string handle)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"QueueUrl":"http://127.0.0.1:{{_port}}/{{Account}}/bench","ReceiptHandle":"{{handle}}"}""");
        var head = $"POST / HTTP/1.1\r\nhost: 127.0.0.1:{_port}\r\ncontent-type: application/x-amz-json-1.0\r\nx-amz-target: AmazonSQS.DeleteMessage\r\nx-amz-date: 20260101T000000Z\r\n"
            + "authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=0000000000000000000000000000000000000000000000000000000000000000\r\n"
            + $"content-length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
