using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Tests.Suite;

/// <summary>The behaviour, on a store in memory and on one that is closed and opened between the steps.</summary>
public abstract class SqsSuite(bool onDisk) : IAsyncLifetime
{
    private TestCloud? _cloud;

    protected TestCloud Cloud => _cloud!;

    protected SqsClient Sqs => Cloud.Call().Sqs;

    public async ValueTask InitializeAsync() => _cloud = await TestCloud.OpenAsync(onDisk);

    public ValueTask DisposeAsync() => Cloud.DisposeAsync();

    protected async Task<string> QueueAsync(string? name = null, params (string Name, string Value)[] attributes)
    {
        var created = await Sqs.CreateQueueAsync(new CreateQueueRequest
        {
            QueueName = name ?? Cloud.Name(),
            Attributes = attributes.Length == 0 ? null : attributes.ToDictionary(pair => pair.Name, pair => pair.Value),
        });
        return created.Value.QueueUrl!;
    }

    protected Task<string> FifoAsync(params (string Name, string Value)[] attributes) => QueueAsync(Cloud.Name(".fifo"), [("FifoQueue", "true"), .. attributes]);

    protected async Task<SendMessageResult> SendAsync(string url, string body, string? group = null, string? id = null, int? delay = null) =>
        (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = body, MessageGroupId = group, MessageDeduplicationId = id ?? (group is null ? null : body), DelaySeconds = delay })).Value;

    protected async Task<List<Message>> ReceiveAsync(string url, int max = 10, int? visibility = null, string? attempt = null)
    {
        await Cloud.RestartAsync();
        return (await Sqs.ReceiveMessageAsync(new ReceiveMessageRequest
        {
            QueueUrl = url,
            MaxNumberOfMessages = max,
            VisibilityTimeout = visibility,
            ReceiveRequestAttemptId = attempt,
            MessageSystemAttributeNames = ["All"],
            MessageAttributeNames = ["All"],
        })).Value.Messages ?? [];
    }

    protected async Task<string[]> BodiesAsync(string url, int max = 10, int? visibility = null) => [.. (await ReceiveAsync(url, max, visibility)).Select(message => message.Body!)];

    protected async Task<(string Visible, string InFlight, string Delayed)> CountsAsync(string url)
    {
        var attributes = (await AttributesAsync(url, "All"))!;
        return (attributes["ApproximateNumberOfMessages"], attributes["ApproximateNumberOfMessagesNotVisible"], attributes["ApproximateNumberOfMessagesDelayed"]);
    }

    protected async Task<Dictionary<string, string>?> AttributesAsync(string url, params string[] names) =>
        (await Sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = url, AttributeNames = [.. names] })).Value.Attributes;

    protected async Task<AwsError?> DeleteAsync(string url, Message message) =>
        (await Sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = url, ReceiptHandle = message.ReceiptHandle })).Error;

    protected async Task<AwsError?> HideAsync(string url, Message message, int seconds) =>
        (await Sqs.ChangeMessageVisibilityAsync(new ChangeMessageVisibilityRequest { QueueUrl = url, ReceiptHandle = message.ReceiptHandle, VisibilityTimeout = seconds })).Error;

    protected async Task<AwsError?> SetAsync(string url, string name, string value) =>
        (await Sqs.SetQueueAttributesAsync(new SetQueueAttributesRequest { QueueUrl = url, Attributes = new() { [name] = value } })).Error;

    protected async Task<string> ArnAsync(string url) => (await AttributesAsync(url, "QueueArn"))!["QueueArn"];
}
