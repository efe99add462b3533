using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Receiving;

namespace Unkai.Sqs.Tests;

public sealed class Concurrency
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_senders_and_receivers_on_one_queue_lose_and_double_nothing(bool isFifo)
    {
        const int Clients = 32;
        const int Each = 100;
        await using var cloud = await TestCloud.OpenAsync(onDisk: true);
        var sqs = cloud.Call().Sqs;
        var url = (await sqs.CreateQueueAsync(new CreateQueueRequest
        {
            QueueName = isFifo ? "q.fifo" : "q",
            Attributes = isFifo ? new() { ["FifoQueue"] = "true" } : null,
        })).Value.QueueUrl!;
        var received = new ConcurrentQueue<string>();
        using var done = new CancellationTokenSource();

        var senders = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                var body = $"{client}:{i}";
                Assert.Null((await cloud.Call().Sqs.SendMessageAsync(new SendMessageRequest
                {
                    QueueUrl = url,
                    MessageBody = body,
                    MessageGroupId = isFifo ? $"g{client}" : null,
                    MessageDeduplicationId = isFifo ? body : null,
                })).Error);
            }
        })).ToList();
        var receivers = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (received.Count < Clients * Each)
                {
                    var call = cloud.CallUntil(done.Token);
                    var messages = await call.Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = 5, WaitTimeSeconds = 20 });
                    foreach (var message in messages.Value.Messages ?? [])
                    {
                        received.Enqueue(message.Body!);
                        Assert.Null((await cloud.Call().Sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = url, ReceiptHandle = message.ReceiptHandle })).Error);
                    }
                }

                await done.CancelAsync();
            }
            catch (OperationCanceledException) when (done.IsCancellationRequested)
            {
                // Another receiver took the last message.
            }
        })).ToList();
        await Task.WhenAll([.. senders, .. receivers]);

        Assert.Equal(Clients * Each, received.Count);
        Assert.Equal(Clients * Each, received.Distinct().Count());
        var counts = (await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = url, AttributeNames = ["All"] })).Value.Attributes!;
        Assert.Equal(("0", "0"), (counts["ApproximateNumberOfMessages"], counts["ApproximateNumberOfMessagesNotVisible"]));
    }

    [Fact]
    public async Task The_120_000th_message_in_flight_is_the_last()
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk: false);
        var sqs = cloud.Call().Sqs;
        var url = (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = "q" })).Value.QueueUrl!;
        for (var i = 0; i <= InFlight.Max / 10; i++)
        {
            await sqs.SendMessageBatchAsync(new SendMessageBatchRequest { QueueUrl = url, Entries = [.. Enumerable.Range(0, 10).Select(n => new SendMessageBatchRequestEntry { Id = $"{n}", MessageBody = "x" })] });
        }

        for (var i = 0; i < InFlight.Max / 10; i++)
        {
            Assert.Equal(10, (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = 10 })).Value.Messages!.Count);
        }

        Assert.Equal("OverLimit", (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url })).Error!.Code);
        cloud.Advance(30);
        Assert.Null((await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url })).Error);
    }

    [Fact]
    public void Each_group_is_delivered_in_order_whatever_is_received_deleted_hidden_and_waited_for()
    {
        var property = Prop.ForAll(ArbMap.Default.ArbFor<(int Step, int Group)[]>(), steps =>
        {
            HoldsAsync(steps).GetAwaiter().GetResult();
            return true;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), property);
    }

    private static async Task HoldsAsync((int Step, int Group)[] steps)
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk: false);
        var sqs = cloud.Call().Sqs;
        var url = (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = "q.fifo", Attributes = new() { ["FifoQueue"] = "true" } })).Value.QueueUrl!;
        var waiting = new Dictionary<string, List<int>>();
        var held = new List<(string Group, int Number, string Handle, DateTimeOffset Until)>();
        var sent = 0;
        foreach (var (step, groupNumber) in steps.Concat(steps).Concat(steps))
        {
            var group = $"g{Math.Abs(groupNumber % 3)}";
            var now = cloud.World.Clock.GetUtcNow();
            held.RemoveAll(one => one.Until <= now);
            switch (Math.Abs(step % 6))
            {
                case 0 or 1:
                    await sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = $"{sent}", MessageGroupId = group, MessageDeduplicationId = $"{sent}" });
                    (waiting.TryGetValue(group, out var list) ? list : waiting[group] = []).Add(sent++);
                    break;
                case 2 or 3:
                    var received = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = 1 + Math.Abs(groupNumber % 10), MessageSystemAttributeNames = ["MessageGroupId"] })).Value.Messages ?? [];
                    foreach (var one in received.GroupBy(message => message.Attributes!["MessageGroupId"]))
                    {
                        Assert.DoesNotContain(held, other => other.Group == one.Key);
                        Assert.Equal(waiting[one.Key].Take(one.Count()), one.Select(message => int.Parse(message.Body!, System.Globalization.CultureInfo.InvariantCulture)));
                    }

                    held.AddRange(received.Select(message => (message.Attributes!["MessageGroupId"], int.Parse(message.Body!, System.Globalization.CultureInfo.InvariantCulture), message.ReceiptHandle!, now.AddSeconds(30))));
                    if (received.Count == 0)
                    {
                        Assert.DoesNotContain(waiting, one => one.Value.Count > 0 && !held.Exists(other => other.Group == one.Key));
                    }

                    break;
                case 4 when held.Count > 0:
                    var gone = held[Math.Abs(groupNumber % held.Count)];
                    Assert.Null((await sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = url, ReceiptHandle = gone.Handle })).Error);
                    held.Remove(gone);
                    waiting[gone.Group].Remove(gone.Number);
                    break;
                case 5 when held.Count > 0 && groupNumber % 2 == 0:
                    var freed = held[Math.Abs(groupNumber % held.Count)];
                    Assert.Null((await sqs.ChangeMessageVisibilityAsync(new ChangeMessageVisibilityRequest { QueueUrl = url, ReceiptHandle = freed.Handle, VisibilityTimeout = 0 })).Error);
                    held.Remove(freed);
                    break;
                default:
                    cloud.Advance(10);
                    break;
            }
        }
    }
}
