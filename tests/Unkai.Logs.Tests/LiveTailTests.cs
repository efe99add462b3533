using Unkai.Api;
using Unkai.Api.Logs;

namespace Unkai.Logs.Tests;

public sealed class LiveTailTests
{
    private const string Arn = "arn:aws:logs:us-east-1:000000000000:log-group:g";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_begins_with_its_start_and_then_brings_what_comes_in()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "one", "two");
        await cloud.CreateAsync("other", "one");
        await cloud.PutAsync("g", "one", (0, "ERROR before"));
        await using var session = await StartAsync(cloud, new StartLiveTailRequest { LogGroupIdentifiers = [Arn], LogStreamNames = ["one"], LogEventFilterPattern = "ERROR" });

        var start = session.Current.SessionStart!;
        await cloud.PutAsync("g", "one", (1, "ERROR 1"), (2, "INFO 2"), (3, "ERROR 3"));
        await cloud.PutAsync("g", "two", (4, "ERROR in another stream"));
        await cloud.PutAsync("other", "one", (5, "ERROR in another group"));
        var found = await NextAsync(session);

        Assert.Equal((Arn, "one", "ERROR"), (Assert.Single(start.LogGroupIdentifiers!), Assert.Single(start.LogStreamNames!), start.LogEventFilterPattern));
        Assert.Equal([("ERROR 1", 1L), ("ERROR 3", 3L)], found.SessionResults!.Select(entry => (entry.Message!, entry.Timestamp!.Value - LogsCloud.StartMs)));
        Assert.All(found.SessionResults!, entry => Assert.Equal((Arn, "one", LogsCloud.StartMs), (entry.LogGroupIdentifier, entry.LogStreamName, entry.IngestionTime!.Value)));
        Assert.False(found.SessionMetadata!.Sampled);
    }

    [Fact]
    public async Task Of_more_than_500_events_an_update_holds_a_sample()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "one");
        await using var session = await StartAsync(cloud, new StartLiveTailRequest { LogGroupIdentifiers = [Arn], LogStreamNamePrefixes = ["o"] });
        await cloud.PutAsync("g", "one", [.. Enumerable.Range(0, 1200).Select(i => ((long)i, $"{i}"))]);

        var found = await NextAsync(session);

        Assert.Equal((true, 500), (found.SessionMetadata!.Sampled, found.SessionResults!.Count));
        Assert.Equal(found.SessionResults.Select(entry => entry.Timestamp).Order(), found.SessionResults.Select(entry => entry.Timestamp));
    }

    [Fact]
    public async Task A_session_times_out_after_three_hours_of_the_worlds_time_and_is_forgotten_when_its_client_goes()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "one");
        await using (var session = await StartAsync(cloud, new StartLiveTailRequest { LogGroupIdentifiers = [Arn] }))
        {
            Assert.Equal(1, LogsService.TailsOf(cloud.World).Count);
            cloud.World.Clock.Set(LogsCloud.Start + TimeSpan.FromHours(3), 0);
            while (session.Current.SessionTimeoutException is null)
            {
                Assert.True(await session.MoveNextAsync());
            }

            Assert.False(await session.MoveNextAsync());
        }

        await using (await StartAsync(cloud, new StartLiveTailRequest { LogGroupIdentifiers = [Arn] }))
        {
            Assert.Equal(1, LogsService.TailsOf(cloud.World).Count);
        }

        Assert.Equal(0, LogsService.TailsOf(cloud.World).Count);
    }

    [Theory]
    [InlineData("g", "InvalidParameterException")]
    [InlineData(Arn + ":*", "InvalidParameterException")]
    [InlineData(Arn + "2", "ResourceNotFoundException")]
    public async Task A_group_is_named_by_its_ARN(string identifier, string code)
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g");

        Assert.Equal(code, (await cloud.Call.Logs.StartLiveTailAsync(new StartLiveTailRequest { LogGroupIdentifiers = [identifier] })).Error?.Code);
    }

    [Fact]
    public async Task Streams_go_with_one_group_and_names_not_with_prefixes()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g");
        await cloud.CreateAsync("g2");

        Assert.True((await cloud.Call.Logs.StartLiveTailAsync(new StartLiveTailRequest { LogGroupIdentifiers = [Arn, Arn + "2"], LogStreamNames = ["one"] })).IsError);
        Assert.True((await cloud.Call.Logs.StartLiveTailAsync(new StartLiveTailRequest { LogGroupIdentifiers = [Arn], LogStreamNames = ["one"], LogStreamNamePrefixes = ["o"] })).IsError);
    }

    /// <summary>A session that has said its start.</summary>
    private static async Task<IAsyncEnumerator<StartLiveTailResponseStream>> StartAsync(LogsCloud cloud, StartLiveTailRequest request)
    {
        var session = (await cloud.Call.Logs.StartLiveTailAsync(request)).Value.ResponseStream!.GetAsyncEnumerator(Cancellation);
        Assert.True(await session.MoveNextAsync());
        return session;
    }

    /// <summary>The first update that brings something.</summary>
    private static async Task<LiveTailSessionUpdate> NextAsync(IAsyncEnumerator<StartLiveTailResponseStream> session)
    {
        while (session.Current.SessionUpdate is not { SessionResults.Count: > 0 })
        {
            Assert.True(await session.MoveNextAsync());
        }

        return session.Current.SessionUpdate;
    }
}
