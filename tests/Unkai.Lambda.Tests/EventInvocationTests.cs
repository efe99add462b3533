using System.Text.Json;
using Unkai.Api.Lambda;
using Unkai.Api.Logs;
using Unkai.Logs;

namespace Unkai.Lambda.Tests;

public sealed class EventInvocationTests
{
    private const string Queue = "arn:aws:sqs:us-east-1:000000000000:dead";

    [Fact]
    public async Task A_failing_event_runs_again_after_one_and_two_minutes_and_then_goes_to_the_dead_letter_queue()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Fails, request => request.DeadLetterConfig = new DeadLetterConfig { TargetArn = Queue });

        Assert.Equal(202, (await cloud.InvokeAsync("f", "{\"n\":1}", InvocationType.Event)).Value.StatusCode);
        await cloud.AdvanceToJobAsync(TimeSpan.FromMinutes(1));
        await cloud.AdvanceToJobAsync(TimeSpan.FromMinutes(3));
        var dead = await cloud.Queues.Queue("dead").WaitForSentAsync(1);

        Assert.Equal("{\"n\":1}", dead[0].MessageBody);
        Assert.Contains("ValueError", dead[0].MessageAttributes!["ErrorMessage"].StringValue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_without_retries_is_told_to_its_destination()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Fails);
        Assert.Null((await cloud.Call.Lambda.PutFunctionEventInvokeConfigAsync(new PutFunctionEventInvokeConfigRequest
        {
            FunctionName = "f", MaximumRetryAttempts = 0, DestinationConfig = new DestinationConfig { OnFailure = new OnFailure { Destination = Queue } },
        })).Error);

        await cloud.InvokeAsync("f", "{\"n\":1}", InvocationType.Event);
        using var record = JsonDocument.Parse((await cloud.Queues.Queue("dead").WaitForSentAsync(1))[0].MessageBody!);

        var context = record.RootElement.GetProperty("requestContext");
        Assert.Equal("RetriesExhausted", context.GetProperty("condition").GetString());
        Assert.Equal(1, context.GetProperty("approximateInvokeCount").GetInt32());
        Assert.Equal(1, record.RootElement.GetProperty("requestPayload").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task What_its_dead_letter_queue_refuses_is_sent_again_later_and_the_function_does_not_run_again()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Fails, request => request.DeadLetterConfig = new DeadLetterConfig { TargetArn = Queue });
        await cloud.Call.Lambda.PutFunctionEventInvokeConfigAsync(new PutFunctionEventInvokeConfigRequest { FunctionName = "f", MaximumRetryAttempts = 0 });
        cloud.Queues.Queue("dead").Refusals = 2;

        await cloud.InvokeAsync("f", "{\"n\":1}", InvocationType.Event);
        await cloud.AdvanceToJobAsync(TimeSpan.FromSeconds(1));
        await cloud.AdvanceToJobAsync(TimeSpan.FromSeconds(3));
        var dead = Assert.Single(await cloud.Queues.Queue("dead").WaitForSentAsync(1));

        Assert.Equal("{\"n\":1}", dead.MessageBody);
        Assert.Equal(0, cloud.Queues.Queue("dead").Refusals);
    }

    [Fact]
    public async Task What_its_destination_refuses_is_sent_again_later_and_the_function_does_not_run_again()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Fails);
        await cloud.Call.Lambda.PutFunctionEventInvokeConfigAsync(new PutFunctionEventInvokeConfigRequest
        {
            FunctionName = "f", MaximumRetryAttempts = 0, DestinationConfig = new DestinationConfig { OnFailure = new OnFailure { Destination = Queue } },
        });
        cloud.Queues.Queue("dead").Refusals = 1;

        await cloud.InvokeAsync("f", "{\"n\":1}", InvocationType.Event);
        await cloud.AdvanceToJobAsync(TimeSpan.FromSeconds(1));
        using var record = JsonDocument.Parse(Assert.Single(await cloud.Queues.Queue("dead").WaitForSentAsync(1)).MessageBody!);

        Assert.Equal(1, record.RootElement.GetProperty("requestContext").GetProperty("approximateInvokeCount").GetInt32());
    }

    [Fact]
    public async Task Events_beyond_the_reserved_concurrency_run_as_capacity_frees_though_time_stands_still()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", Cloud.Echo);
        await cloud.Call.Lambda.PutFunctionConcurrencyAsync(new PutFunctionConcurrencyRequest { FunctionName = "f", ReservedConcurrentExecutions = 2 });
        await cloud.Call.Lambda.PutFunctionEventInvokeConfigAsync(new PutFunctionEventInvokeConfigRequest
        {
            FunctionName = "f", DestinationConfig = new DestinationConfig { OnSuccess = new OnSuccess { Destination = Queue } },
        });

        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(202, (await cloud.InvokeAsync("f", $"{{\"n\":{i}}}", InvocationType.Event)).Value.StatusCode);
        }

        Assert.Equal(60, (await cloud.Queues.Queue("dead").WaitForSentAsync(60)).DistinctBy(message => message.MessageBody).Count());
    }

    [Fact]
    public async Task Events_that_wait_for_capacity_stand_still_until_it_frees()
    {
        const int Events = 10;
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", "import time\ndef handler(event, context):\n    time.sleep(0.2)\n    return event\n");
        await cloud.Call.Lambda.PutFunctionConcurrencyAsync(new PutFunctionConcurrencyRequest { FunctionName = "f", ReservedConcurrentExecutions = 1 });
        await cloud.Call.Lambda.PutFunctionEventInvokeConfigAsync(new PutFunctionEventInvokeConfigRequest
        {
            FunctionName = "f", DestinationConfig = new DestinationConfig { OnSuccess = new OnSuccess { Destination = Queue } },
        });
        var before = await cloud.CommitsAsync();

        for (var i = 0; i < Events; i++)
        {
            await cloud.InvokeAsync("f", $"{{\"n\":{i}}}", InvocationType.Event);
        }

        await cloud.Queues.Queue("dead").WaitForSentAsync(Events);

        // Accept, put off, wake, end, log lines: some commits each. Attempts that chase one another make thousands.
        Assert.InRange(await cloud.CommitsAsync() - before, 1u, Events * 20u);
    }

    [Fact]
    public async Task Lines_reach_the_functions_log_group_as_its_role()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.CreateAsync("f", "def handler(e, c):\n    print('hello')\n");

        await cloud.InvokeAsync("f", "{}");
        var lines = await cloud.EventuallyAsync(async _ =>
        {
            var found = await cloud.Call.Logs.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "/aws/lambda/f" });
            return found.TryGet(out var page) && page.Events!.Any(entry => entry.Message!.StartsWith("REPORT", StringComparison.Ordinal)) ? page.Events : null;
        });

        Assert.Equal(["INIT_START", "START", "hello\n", "END", "REPORT"], lines.Select(line => line.Message!.Split(' ')[0]));
    }
}
