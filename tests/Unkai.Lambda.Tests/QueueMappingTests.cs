using Unkai.Api.Lambda;
using Unkai.Api.Sqs;

namespace Unkai.Lambda.Tests;

public sealed class QueueMappingTests
{
    private const string Reports = """
        def handler(event, context):
            return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in event["Records"] if r["body"] == "bad"]}
        """;

    [Fact]
    public async Task Messages_that_the_function_reports_as_failed_stay_in_the_queue()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Reports);
        foreach (var body in (string[])["good", "bad", "fine"])
        {
            cloud.Queues.Queue("work").Send(new SendMessageRequest { MessageBody = body });
        }

        await MapAsync(cloud, request => request.FunctionResponseTypes = ["ReportBatchItemFailures"]);

        await cloud.Queues.Queue("work").WaitForHiddenAsync("bad");
    }

    [Fact]
    public async Task A_batch_that_fails_is_left_to_the_queue()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", "def handler(event, context):\n    if event['Records'][0]['body'] == 'bad': raise ValueError()\n");
        await MapAsync(cloud, request => request.BatchSize = 1);

        foreach (var body in (string[])["bad", "good"])
        {
            cloud.Queues.Queue("work").Send(new SendMessageRequest { MessageBody = body });
        }

        await cloud.Queues.Queue("work").WaitForHiddenAsync("bad");
    }

    [Fact]
    public async Task Messages_that_no_filter_wants_are_deleted_without_an_invocation()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Fails);
        await MapAsync(cloud, request => request.FilterCriteria = new FilterCriteria { Filters = [new Filter { Pattern = """{"body":{"kind":["wanted"]}}""" }] });

        cloud.Queues.Queue("work").Send(new SendMessageRequest { MessageBody = """{"kind":"wanted"}""" });
        cloud.Queues.Queue("work").Send(new SendMessageRequest { MessageBody = """{"kind":"other"}""" });

        await cloud.Queues.Queue("work").WaitForHiddenAsync("""{"kind":"wanted"}""");
    }

    [Fact]
    public async Task A_second_mapping_of_the_same_queue_and_function_conflicts_and_a_deleted_one_is_gone()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Echo);
        var mapping = await MapAsync(cloud, _ => { });

        var again = await cloud.Call.Lambda.CreateEventSourceMappingAsync(new CreateEventSourceMappingRequest { FunctionName = "f", EventSourceArn = mapping.EventSourceArn });
        Assert.Equal("ResourceConflictException", again.Error?.Code);
        Assert.Equal("Deleting", (await cloud.Call.Lambda.DeleteEventSourceMappingAsync(new DeleteEventSourceMappingRequest { UUID = mapping.UUID })).Value.State);
        Assert.True((await cloud.Call.Lambda.GetEventSourceMappingAsync(new GetEventSourceMappingRequest { UUID = mapping.UUID })).IsError);
    }

    private static async Task<EventSourceMappingConfiguration> MapAsync(Cloud cloud, Action<CreateEventSourceMappingRequest> change)
    {
        var request = new CreateEventSourceMappingRequest { FunctionName = "f", EventSourceArn = "arn:aws:sqs:us-east-1:000000000000:work" };
        change(request);
        return (await cloud.Call.Lambda.CreateEventSourceMappingAsync(request)).Value;
    }
}
