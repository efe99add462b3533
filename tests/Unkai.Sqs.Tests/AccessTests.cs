using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Tests;

public sealed class AccessTests
{
    [Fact]
    public async Task A_batch_needs_the_permission_of_its_single_form_on_the_queue_of_its_url()
    {
        await using var cloud = await TestCloud.OpenAsync(onDisk: false);
        await cloud.Call().Sqs.CreateQueueAsync(new CreateQueueRequest
        {
            QueueName = "q",
            Attributes = new() { ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*"}]}""" },
        });
        var service = new SqsService();
        var operation = service.Contract.Operations.Single(one => one.Name == "SendMessageBatch");

        var access = Assert.Single(await service.DescribeAccessAsync(cloud.Call("210987654321"), operation, new SendMessageBatchRequest { QueueUrl = "http://h/123456789012/q" }));
        Assert.Equal(("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:q", "123456789012"), (access.Action, access.Resource, access.Owner!.Value.Value));
        Assert.NotNull(access.ResourcePolicy);
    }

    [Fact]
    public void Every_operation_is_implemented()
    {
        var service = new SqsService();

        Assert.Equal(23, service.Operations.Count(handler => handler is not null));
        Assert.DoesNotContain(null, service.Operations);
    }
}
