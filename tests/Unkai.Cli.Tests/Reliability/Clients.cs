using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Unkai.Cli.Tests.Reliability;

/// <summary>Clients that write until the server is gone, remember what it acknowledged, and look for it afterwards.</summary>
internal sealed class Clients
{
    private const int ObjectWriters = 4;
    private const int Senders = 3;
    private const string Role = "arn:aws:iam::000000000000:role/worker";
    private const string Functions = "/2015-03-31/functions";

    private static readonly string[] s_count = ["ApproximateNumberOfMessages"];

    private readonly ConcurrentDictionary<string, Known> _objects = new();
    private readonly ConcurrentDictionary<string, Known> _functions = new();
    private readonly ConcurrentDictionary<string, byte> _sent = new();
    private readonly ConcurrentDictionary<string, byte> _acknowledgedSends = new();
    private readonly HashSet<string> _changedObjects = [];
    private string _queue = "";
    private int _serial;
    private int _acknowledgements;

    internal int ObjectCount => _objects.Count;

    internal int FunctionCount => _functions.Count;

    internal int MessageCount { get; private set; }

    internal static async Task PrepareAsync(CloudClient cloud)
    {
        Assert.Equal(HttpStatusCode.OK, (await cloud.S3Async(HttpMethod.Put, "/killed")).Status);
        await cloud.SqsAsync("CreateQueue", new { QueueName = "killed" });
        var trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        await cloud.IamAsync($"Action=CreateRole&Version=2010-05-08&RoleName=worker&AssumeRolePolicyDocument={Uri.EscapeDataString(trust)}");
    }

    /// <summary>Writes from all sides; <paramref name="kill"/> is called in their midst, after that many acknowledgements.</summary>
    internal async Task WriteUntilKilledAsync(CloudClient cloud, int acknowledgements, Func<Task> kill)
    {
        _queue = (await cloud.SqsAsync("GetQueueUrl", new { QueueName = "killed" })).GetProperty("QueueUrl").GetString()!;
        _acknowledgements = acknowledgements;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Task> writers =
        [
            .. Enumerable.Range(0, ObjectWriters).Select(writer => UntilGoneAsync(enough, round => PutAsync(cloud, writer, round))),
            .. Enumerable.Range(0, Senders).Select(_ => UntilGoneAsync(enough, _ => SendAsync(cloud))),
            UntilGoneAsync(enough, round => DeployAsync(cloud, round)),
        ];

        // A writer ends before the kill only when the server refused it.
        var first = await Task.WhenAny([enough.Task, .. writers]);
        await kill();
        await first;
        await Task.WhenAll(writers);
    }

    /// <summary>Everything acknowledged is there, whole; what was not is there whole or not at all.</summary>
    internal async Task CheckAsync(CloudClient cloud, bool everything)
    {
        await CheckObjectsAsync(cloud, everything);
        await CheckMessagesAsync(cloud);
        await CheckFunctionsAsync(cloud);
    }

    /// <summary>Invokes some functions: each answers the serial of its package.</summary>
    internal async Task InvokeSomeAsync(CloudClient cloud, int count)
    {
        foreach (var (name, known) in _functions.OrderByDescending(function => function.Value.Acknowledged).Take(count))
        {
            var answer = await cloud.LambdaAsync(HttpMethod.Post, $"{Functions}/{name}/invocations", new { });
            Assert.True(answer.ValueKind == JsonValueKind.Number && answer.GetInt32() == known.Acknowledged, $"{name}, package {known.Acknowledged}, answered {answer}");
        }
    }

    private async Task UntilGoneAsync(TaskCompletionSource enough, Func<int, Task> write)
    {
        try
        {
            for (var round = 0; ; round++)
            {
                await write(round);
                if (Interlocked.Decrement(ref _acknowledgements) == 0)
                {
                    enough.SetResult();
                }
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
        catch (IOException)
        {
            // It went in the middle of an answer.
        }
    }

    private async Task PutAsync(CloudClient cloud, int writer, int round)
    {
        var serial = Interlocked.Increment(ref _serial);
        var key = round % 4 == 0 ? $"again-{writer}" : $"once-{serial}";
        lock (_changedObjects)
        {
            _changedObjects.Add(key);
        }

        var before = _objects.GetValueOrDefault(key, new Known(0, 0));
        _objects[key] = before with { Tried = serial };
        var (status, body) = await cloud.S3Async(HttpMethod.Put, $"/killed/{key}", Content.Object(serial));
        Assert.True(status == HttpStatusCode.OK, System.Text.Encoding.UTF8.GetString(body));
        _objects[key] = new Known(serial, serial);
    }

    private async Task SendAsync(CloudClient cloud)
    {
        var body = Content.Message(Interlocked.Increment(ref _serial));
        _sent[body] = 0;
        await cloud.SqsAsync("SendMessage", new { QueueUrl = _queue, MessageBody = body });
        _acknowledgedSends[body] = 0;
    }

    private async Task DeployAsync(CloudClient cloud, int round)
    {
        var serial = Interlocked.Increment(ref _serial);
        var name = _functions.OrderBy(function => function.Key, StringComparer.Ordinal).LastOrDefault().Key;
        var isNew = round % 3 == 0 || name is null;
        if (isNew)
        {
            name = $"function-{serial:D6}";
        }

        _functions[name!] = isNew ? new Known(0, serial) : _functions[name!] with { Tried = serial };
        var package = Content.Package(serial);
        await (isNew
            ? cloud.LambdaAsync(HttpMethod.Post, Functions, new { FunctionName = name, Runtime = "python3.12", Handler = "index.handler", Role, Timeout = 60, Code = new { ZipFile = package } })
            : cloud.LambdaAsync(HttpMethod.Put, $"{Functions}/{name}/code", new { ZipFile = package }));
        _functions[name!] = new Known(serial, serial);
    }

    private async Task CheckObjectsAsync(CloudClient cloud, bool everything)
    {
        var listed = await ListAsync(cloud);
        Assert.Empty(listed.Except(_objects.Keys));
        foreach (var (key, known) in _objects.ToList())
        {
            if (!listed.Contains(key))
            {
                Assert.True(known.Acknowledged == 0, $"object {key} was acknowledged with serial {known.Acknowledged} and is gone");
                _objects.TryRemove(key, out _);
                continue;
            }

            if (everything || _changedObjects.Contains(key))
            {
                var (status, body) = await cloud.S3Async(HttpMethod.Get, $"/killed/{key}");
                Assert.True(status == HttpStatusCode.OK, $"object {key} is listed and answers {status}");
                var serial = Content.SerialOf(body);
                Assert.True(serial == known.Acknowledged || serial == known.Tried, $"object {key} has serial {serial} (null: no body that was ever put), not {known}");
                _objects[key] = new Known(serial!.Value, serial.Value);
            }
        }

        _changedObjects.Clear();
    }

    private static async Task<HashSet<string>> ListAsync(CloudClient cloud)
    {
        var keys = new HashSet<string>();
        var after = "";
        while (true)
        {
            var (_, body) = await cloud.S3Async(HttpMethod.Get, $"/killed?list-type=2&start-after={after}");
            using var stream = new MemoryStream(body);
            var page = await XDocument.LoadAsync(stream, LoadOptions.None, TestContext.Current.CancellationToken);
            foreach (var key in page.Descendants().Where(element => element.Name.LocalName == "Key"))
            {
                Assert.True(keys.Add(key.Value));
                after = key.Value;
            }

            if (page.Descendants().Single(element => element.Name.LocalName == "IsTruncated").Value == "false")
            {
                return keys;
            }
        }
    }

    private async Task CheckMessagesAsync(CloudClient cloud)
    {
        var queue = (await cloud.SqsAsync("GetQueueUrl", new { QueueName = "killed" })).GetProperty("QueueUrl").GetString()!;
        var attributes = await cloud.SqsAsync("GetQueueAttributes", new { QueueUrl = queue, AttributeNames = s_count });
        var received = new HashSet<string>();
        while ((await cloud.SqsAsync("ReceiveMessage", new { QueueUrl = queue, MaxNumberOfMessages = 10, VisibilityTimeout = 600 })).TryGetProperty("Messages", out var messages))
        {
            foreach (var message in messages.EnumerateArray())
            {
                Assert.True(received.Add(message.GetProperty("Body").GetString()!), "a message came twice");
            }

            var entries = messages.EnumerateArray().Select((message, i) => new { Id = $"{i}", ReceiptHandle = message.GetProperty("ReceiptHandle").GetString() });
            Assert.Equal(messages.GetArrayLength(), (await cloud.SqsAsync("DeleteMessageBatch", new { QueueUrl = queue, Entries = entries })).GetProperty("Successful").GetArrayLength());
        }

        // Those that were received and deleted before are in neither set: they must not come back.
        Assert.Empty(_acknowledgedSends.Keys.Except(received));
        Assert.Empty(received.Except(_sent.Keys));
        Assert.Equal($"{received.Count}", attributes.GetProperty("Attributes").GetProperty("ApproximateNumberOfMessages").GetString());
        MessageCount += received.Count;
        _sent.Clear();
        _acknowledgedSends.Clear();
    }

    private async Task CheckFunctionsAsync(CloudClient cloud)
    {
        var listed = new Dictionary<string, string>();
        string? marker = null;
        do
        {
            var page = await cloud.LambdaAsync(HttpMethod.Get, $"{Functions}/{(marker is null ? "" : $"?Marker={Uri.EscapeDataString(marker)}")}");
            foreach (var function in page.GetProperty("Functions").EnumerateArray())
            {
                listed.Add(function.GetProperty("FunctionName").GetString()!, function.GetProperty("CodeSha256").GetString()!);
            }

            marker = page.TryGetProperty("NextMarker", out var next) ? next.GetString() : null;
        }
        while (!string.IsNullOrEmpty(marker));

        Assert.Empty(listed.Keys.Except(_functions.Keys));
        foreach (var (name, known) in _functions.ToList())
        {
            if (!listed.TryGetValue(name, out var hash))
            {
                Assert.True(known.Acknowledged == 0, $"function {name} was acknowledged with package {known.Acknowledged} and is gone");
                _functions.TryRemove(name, out _);
                continue;
            }

            var serial = new[] { known.Tried, known.Acknowledged }.FirstOrDefault(one => one > 0 && Content.HashOf(Content.Package(one)) == hash);
            Assert.True(serial > 0, $"function {name} has a package that is none of {known}");
            _functions[name] = new Known(serial, serial);
        }
    }
}
