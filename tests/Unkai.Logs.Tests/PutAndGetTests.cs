using Unkai.Api.Logs;
using Unkai.Storage;

namespace Unkai.Logs.Tests;

public sealed class PutAndGetTests
{
    [Fact]
    public async Task Pages_lead_forward_and_backward_and_stand_still_at_the_end()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "s");
        Assert.Null((await cloud.PutAsync("g", "s", (0, "a"), (1, "b"), (1, "c"), (2, "d"))).Error);

        var first = await GetAsync(cloud, null, fromHead: true);
        var second = await GetAsync(cloud, first.NextForwardToken, fromHead: true);
        var end = await GetAsync(cloud, second.NextForwardToken, fromHead: true);
        var back = await GetAsync(cloud, end.NextBackwardToken, fromHead: false);

        Assert.Equal(["a", "b"], Texts(first));
        Assert.Equal(["c", "d"], Texts(second));
        Assert.Empty(end.Events!);
        Assert.Equal(second.NextForwardToken, end.NextForwardToken);
        Assert.Equal(["c", "d"], Texts(back));
        Assert.Equal(["a", "b"], Texts(await GetAsync(cloud, second.NextBackwardToken, fromHead: false)));
        Assert.Equal(["c", "d"], Texts(await GetAsync(cloud, null, fromHead: false)));
    }

    [Fact]
    public async Task Events_too_old_and_too_new_are_left_out_and_said_so()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "s");
        const long day = 24 * 3_600_000;

        var tooOld = await cloud.PutAsync("g", "s", (-14 * day - 1, "old"), (-14 * day + 10, "kept"));
        var tooNew = await cloud.PutAsync("g", "s", (0, "now"), (3 * 3_600_000, "future"));

        Assert.Equal(1, tooOld.Value.RejectedLogEventsInfo!.TooOldLogEventEndIndex);
        Assert.Equal(1, tooNew.Value.RejectedLogEventsInfo!.TooNewLogEventStartIndex);
        Assert.Equal(["kept", "now"], await cloud.FilterAsync("g", null));
    }

    [Fact]
    public async Task A_batch_out_of_order_too_long_or_too_large_is_refused()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "s");

        Assert.Equal("InvalidParameterException", (await cloud.PutAsync("g", "s", (1, "b"), (0, "a"))).Error?.Code);
        Assert.Equal("InvalidParameterException", (await cloud.PutAsync("g", "s", (-25 * 3_600_000, "a"), (0, "b"))).Error?.Code);
        Assert.Contains("Upload too large", (await cloud.PutAsync("g", "s", (0, new string('x', 1_048_576 - 25)))).Error?.Message, StringComparison.Ordinal);
        Assert.Null((await cloud.PutAsync("g", "s", (0, new string('x', 1_048_576 - 26)))).Error);
        Assert.Equal("The specified log stream does not exist.", (await cloud.PutAsync("g", "none", (0, "a"))).Error?.Message);
        Assert.Equal("The specified log group does not exist.", (await cloud.PutAsync("none", "s", (0, "a"))).Error?.Message);
    }

    [Fact]
    public async Task Expired_events_are_not_read_and_go_within_a_day_of_the_worlds_time()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "s");
        await cloud.PutAsync("g", "s", (0, "a"));
        Assert.Null((await cloud.Call.Logs.PutRetentionPolicyAsync(new PutRetentionPolicyRequest { LogGroupName = "g", RetentionInDays = 1 })).Error);
        Assert.True((await cloud.Call.Logs.PutRetentionPolicyAsync(new PutRetentionPolicyRequest { LogGroupName = "g", RetentionInDays = 2 })).IsError);

        Assert.Equal(["a"], await cloud.FilterAsync("g", null));
        cloud.World.Clock.Set(LogsCloud.Start.AddDays(1).AddSeconds(1), 0);

        Assert.Empty(await cloud.FilterAsync("g", null));
        await UntilGoneAsync(cloud);
    }

    [Fact]
    public async Task Streams_are_listed_by_name_or_last_event_page_by_page()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "a", "b", "c");
        await cloud.PutAsync("g", "a", (30, "x"));
        await cloud.PutAsync("g", "b", (10, "x"));
        await cloud.PutAsync("g", "c", (20, "x"));

        var byTime = (await cloud.Call.Logs.DescribeLogStreamsAsync(new DescribeLogStreamsRequest { LogGroupName = "g", OrderBy = "LastEventTime", Descending = true })).Value;
        var page = (await cloud.Call.Logs.DescribeLogStreamsAsync(new DescribeLogStreamsRequest { LogGroupName = "g", Limit = 2 })).Value;
        var rest = (await cloud.Call.Logs.DescribeLogStreamsAsync(new DescribeLogStreamsRequest { LogGroupName = "g", Limit = 2, NextToken = page.NextToken })).Value;

        Assert.Equal(["a", "c", "b"], byTime.LogStreams!.Select(stream => stream.LogStreamName));
        Assert.Equal(["a", "b"], page.LogStreams!.Select(stream => stream.LogStreamName));
        Assert.Equal(["c"], rest.LogStreams!.Select(stream => stream.LogStreamName));
        Assert.Null(rest.NextToken);
    }

    [Fact]
    public async Task A_group_made_again_under_the_same_name_is_empty()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "s");
        await cloud.PutAsync("g", "s", (0, "a"));
        Assert.Null((await cloud.Call.Logs.DeleteLogGroupAsync(new DeleteLogGroupRequest { LogGroupName = "g" })).Error);
        await cloud.CreateAsync("g", "s");

        Assert.Empty(await cloud.FilterAsync("g", null));
    }

    private static async Task<GetLogEventsResponse> GetAsync(LogsCloud cloud, string? token, bool fromHead) =>
        (await cloud.Call.Logs.GetLogEventsAsync(new GetLogEventsRequest { LogGroupName = "g", LogStreamName = "s", Limit = 2, NextToken = token, StartFromHead = fromHead })).Value;

    private static IEnumerable<string?> Texts(GetLogEventsResponse page) => page.Events!.Select(entry => entry.Message);

    private static async Task UntilGoneAsync(LogsCloud cloud)
    {
        while (true)
        {
            var (count, watch) = await cloud.World.Store.ReadAsync(
                cloud.World.Name,
                async snapshot => ((await LogsTables.Events.RangeAsync(snapshot, LogsTables.Events.All, 1)).Count, snapshot.Watch(LogsTables.Events.All)),
                TestContext.Current.CancellationToken);
            using (watch)
            {
                if (count == 0)
                {
                    return;
                }

                await watch.WaitAsync(TestContext.Current.CancellationToken);
            }
        }
    }
}
