using System.Text;
using System.Text.Json;

namespace Unkai.Server.Tests;

public sealed class ReplayTests
{
    private const int Calls = 10_000;

    [Fact]
    public async Task One_seed_and_one_sequence_of_calls_give_one_history_to_the_byte()
    {
        var first = await RunAsync(7, Calls);

        Assert.Equal(first, await RunAsync(7, Calls));
        Assert.True(first.Count(answer => answer.Contains(" 200\n", StringComparison.Ordinal)) > Calls / 2);
    }

    [Fact]
    public async Task A_transaction_that_meets_conflicts_and_runs_again_answers_the_same_bytes() =>
        Assert.Equal(await RunAsync(8, 1_000), await RunAsync(8, 1_000, static store => new ContendedStore(store)));

    [Fact]
    public async Task Without_a_seed_or_with_another_the_ids_are_others()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"one","seed":1}""");
        await cloud.OrderAsync("POST", "worlds", """{"name":"two","seed":2}""");
        await cloud.OrderAsync("POST", "worlds", """{"name":"none"}""");
        var ids = new List<string>();
        foreach (var world in (string[])["one", "two", "none", "default"])
        {
            var queue = await cloud.CreateQueueAsync($"test@{world}", "q");
            ids.Add((string)(await cloud.SqsAsync($"test@{world}", "SendMessage", new { QueueUrl = queue, MessageBody = "m" })).Body["MessageId"]!);
        }

        Assert.Equal(4, ids.Distinct().Count());
    }

    /// <returns>For each call its status, headers and body.</returns>
    private static async Task<List<string>> RunAsync(int workload, int calls, Func<Unkai.Storage.Store, Unkai.Storage.Store>? store = null)
    {
        await using var cloud = await TestCloud.StartAsync(store: store);
        await cloud.OrderAsync("POST", "worlds", """{"name":"w","seed":42}""");
        await cloud.ClockAsync("w", "freeze", ""","at":"2030-01-01T00:00:00Z" """);
        var chance = new SeededRandomSource((ulong)workload, 0);
        var answers = new List<string>(calls);
        var handles = new List<string>();
        for (var i = 0; i < calls; i++)
        {
            var queue = $"http://cloud/000000000000/q{chance.Next(5)}";
            using var request = chance.Next(10) switch
            {
                0 => Sqs("CreateQueue", new { QueueName = $"q{chance.Next(5)}" }),
                1 or 2 or 3 => Sqs("SendMessage", new { QueueUrl = queue, MessageBody = $"message {i}" }),
                4 or 5 => Sqs("ReceiveMessage", new { QueueUrl = queue, MaxNumberOfMessages = 1 + chance.Next(10) }),
                6 when handles.Count > 0 => Sqs("DeleteMessage", new { QueueUrl = queue, ReceiptHandle = handles[chance.Next(handles.Count)] }),
                7 => S3("PUT", "/bucket", null),
                8 => S3("PUT", $"/bucket/key{chance.Next(20)}", $"body {i}"),
                _ => S3("GET", "/bucket?list-type=2", null),
            };
            request.RequestUri = new Uri(cloud.Address, request.RequestUri!);
            request.Headers.Host = "cloud.localhost";
            using var response = await cloud.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var headers = string.Join('\n', response.Headers.Concat(response.Content.Headers).Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
            answers.Add($"{i} {request.Method} {request.RequestUri.PathAndQuery} {(int)response.StatusCode}\n{headers}\n{body}");
            if (response.IsSuccessStatusCode && body.Contains("ReceiptHandle", StringComparison.Ordinal))
            {
                handles.AddRange(JsonDocument.Parse(body).RootElement.GetProperty("Messages").EnumerateArray().Select(message => message.GetProperty("ReceiptHandle").GetString()!));
            }

            if (i % 500 == 499)
            {
                await cloud.ClockAsync("w", "advance", ""","by":"20s" """);
            }
        }

        return answers;
    }

    private static HttpRequestMessage Sqs(string operation, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative));
        request.Headers.Authorization = TestCloud.Signed("test@w", "sqs");
        request.Headers.Add("X-Amz-Target", "AmazonSQS." + operation);
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/x-amz-json-1.0");
        return request;
    }

    private static HttpRequestMessage S3(string method, string path, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Authorization = TestCloud.Signed("test@w", "s3");
        request.Content = body is null ? null : new StringContent(body);
        return request;
    }
}
