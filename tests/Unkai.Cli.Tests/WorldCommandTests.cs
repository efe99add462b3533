namespace Unkai.Cli.Tests;

/// <summary><c>unkai world</c>, <c>clock</c> and <c>fault</c> as a shell sees them.</summary>
public sealed class WorldCommandTests
{
    [Fact]
    public async Task Worlds_are_made_forked_listed_served_reset_and_deleted()
    {
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral");
        var at = cloud.Address.ToString();

        Assert.Equal("unkai: pr-42 is ready: AWS_ACCESS_KEY_ID=000000000000@pr-42\n", await PrintAsync("world", "fork", "default", "pr-42", "--endpoint", at));
        await PrintAsync("world", "create", "empty", "--seed", "7", "--endpoint", at);
        Assert.Matches(@"(?m)^pr-42 .* runs  forked from default$", await PrintAsync("world", "ls", "--endpoint", at));
        Assert.Matches(@"^unkai: pr-42 is ready on http://127\.0\.0\.1:\d+\n$", await PrintAsync("world", "serve", "pr-42", "--endpoint", at));
        await PrintAsync("world", "reset", "pr-42", "--endpoint", at);
        await PrintAsync("world", "delete", "pr-42", "--endpoint", at);
        Assert.DoesNotContain("pr-42", await PrintAsync("world", "ls", "--endpoint", at), StringComparison.Ordinal);
        Assert.Equal(1, (await UnkaiProcess.RunAsync("world", "delete", "pr-42", "--endpoint", at)).ExitCode);
    }

    [Fact]
    public async Task A_clock_is_frozen_advanced_settled_and_let_run()
    {
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral");
        var at = cloud.Address.ToString();

        Assert.Equal("unkai: default is at 2030-01-01T00:00:00.000Z, frozen\n", await PrintAsync("clock", "freeze", "--at", "2030-01-01T00:00:00Z", "--endpoint", at));
        Assert.StartsWith("unkai: default is at 2030-01-16T00:00:00.000Z, frozen\n  ran 0 jobs", await PrintAsync("clock", "advance", "15d", "--endpoint", at), StringComparison.Ordinal);
        Assert.Contains("ran 0 jobs and 0 function invocations", await PrintAsync("clock", "settle", "--endpoint", at), StringComparison.Ordinal);
        Assert.Contains("running at 60", await PrintAsync("clock", "run", "--rate", "60", "--endpoint", at), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqs:SendMessage  ThrottlingException  rate 0.2  hit 0 times", "--service", "sqs", "--operation", "SendMessage", "--rate", "0.2", "--error", "ThrottlingException")]
    [InlineData("s3:*  drop after  rate 1  hit 0 of 3 times", "--service", "s3", "--drop", "after", "--times", "3")]
    [InlineData("*:*  delay  rate 1  hit 0 times", "--delay", "20ms", "--delay-max", "40ms", "--caller", "arn:aws:iam::*:root")]
    [InlineData("*:*  delay  rate 1  hit 0 times", "--delay-mean", "20ms", "--delay-deviation", "5ms", "--resource", "arn:aws:s3:::films")]
    [InlineData("*:*  delay  rate 1  hit 0 times", "--delay-percentiles", "50=20ms,p99=1s", "--until", "2030-01-01T00:00:00Z")]
    [InlineData("s3.notify  job twice  rate 1  hit 0 times", "--job", "twice", "--kind", "s3.notify")]
    [InlineData("lambda  job late  rate 1  hit 0 times", "--job", "late", "--service", "lambda", "--delay", "2h")]
    [InlineData("*:*  crash  rate 1  hit 0 times", "--crash", "--resource", "*:function:resize")]
    [InlineData("commits  disk full  rate 1  hit 0 times", "--disk", "full", "--from", "2030-01-01T00:00:00Z")]
    [InlineData("commits  disk slow  rate 1  hit 0 times", "--disk", "slow", "--delay", "5ms")]
    public async Task A_fault_rule_is_added_shown_and_removed(string shown, params string[] flags)
    {
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral");
        var at = cloud.Address.ToString();

        var added = await PrintAsync(["fault", "add", .. flags, "--endpoint", at]);
        var id = added.Split(' ')[0];
        Assert.Equal($"{id}  {shown}\n", added);
        Assert.Equal(added, await PrintAsync("fault", "ls", "--endpoint", at));
        await PrintAsync("fault", "rm", id, "--endpoint", at);
        Assert.Equal("", await PrintAsync("fault", "ls", "--endpoint", at));
    }

    [Fact]
    public async Task A_rule_that_makes_no_sense_is_refused_in_the_clouds_words()
    {
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral");

        var refused = await UnkaiProcess.RunAsync("fault", "add", "--delay-percentiles", "fast", "--endpoint", cloud.Address.ToString());

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("unkai: 'delayPercentiles'", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_may_end_with_its_standard_input()
    {
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral", "--stop-on-eof");

        Assert.Equal(0, (await cloud.EndAsync()).ExitCode);
        Assert.NotEqual(0, (await UnkaiProcess.RunAsync("up", "--detach", "--stop-on-eof")).ExitCode);
    }

    private static async Task<string> PrintAsync(params string[] arguments)
    {
        var ran = await UnkaiProcess.RunAsync(arguments);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return ran.Output;
    }
}
