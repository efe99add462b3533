using System.Text.Json;

namespace Unkai.Cli.Tests;

/// <summary>The command as a shell sees it: what it prints, where, and its exit code.</summary>
public sealed class CommandTests
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int NoCloud = 3;

    /// <summary>Half of what a cloud would take that waited for its long poll; the promise is 2 s, on a machine that is not busy.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Up_prints_one_line_when_it_is_ready_and_no_other()
    {
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral");

        Assert.Matches(@"^unkai: ready on http://127\.0\.0\.1:\d+$", cloud.ReadyLine);
        cloud.AskToEnd();
        var end = await cloud.EndAsync();
        Assert.True(end is { ExitCode: 0, Output: "", Error: "" }, end.ToString());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_in_one_line()
    {
        using var taken = new TakenPort();

        var second = await UnkaiProcess.RunAsync("up", "--ephemeral", "--port", $"{taken.Number}");

        AssertRefused(second, Failed, $"unkai: Port {taken.Number} ");
    }

    [Fact]
    public async Task A_data_directory_that_another_cloud_has_is_refused_in_one_line()
    {
        using var data = new DataFolder();
        await using var first = await UnkaiProcess.UpAsync("--data", data.Path);

        var second = await UnkaiProcess.RunAsync("up", "--port", "0", "--data", data.Path);

        AssertRefused(second, Failed, "unkai: ");
        Assert.Contains(data.Path, second.Error, StringComparison.Ordinal);
        using var client = new CloudClient(first.Address);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.HealthAsync()).Status);
    }

    [Fact]
    public async Task Other_machines_are_let_in_only_by_who_says_so()
    {
        var refused = await UnkaiProcess.RunAsync("up", "--ephemeral", "--port", "0", "--bind", "0.0.0.0");

        AssertRefused(refused, Failed, "unkai: --bind 0.0.0.0 ");
        Assert.Contains("--insecure", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_ends_a_cloud_in_good_order_and_soon()
    {
        using var data = new DataFolder();
        await using var cloud = await UnkaiProcess.UpAsync("--data", data.Path, "--durability", "always");
        using var client = new CloudClient(cloud.Address);
        await client.SqsAsync("CreateQueue", new { QueueName = "waited-on" });
        var url = (await client.SqsAsync("GetQueueUrl", new { QueueName = "waited-on" })).GetProperty("QueueUrl").GetString();
        var poll = client.SqsRawAsync("ReceiveMessage", new { QueueUrl = url, WaitTimeSeconds = 20 });

        // Another command has come and gone: by now the poll waits.
        await StatusOfAsync(cloud);

        cloud.AskToEnd();
        var end = await cloud.EndAsync().WaitAsync(s_patience, TestContext.Current.CancellationToken);

        Assert.True(end is { ExitCode: 0, Output: "" }, end.ToString());
        try
        {
            await poll;
        }
        catch (HttpRequestException)
        {
            // Cut off or answered: either will do.
        }
    }

    [Fact]
    public async Task Status_shows_a_running_cloud_and_down_ends_it()
    {
        using var data = new DataFolder();
        await using var cloud = await UnkaiProcess.UpAsync("--data", data.Path);
        var endpoint = cloud.Address.ToString();

        var text = await UnkaiProcess.RunAsync("status", "--endpoint", endpoint);
        Assert.True(text.ExitCode == 0, text.ToString());
        Assert.Contains($"(process {cloud.Id})", text.Output, StringComparison.Ordinal);
        Assert.Contains(data.Path, text.Output, StringComparison.Ordinal);
        var status = await StatusOfAsync(cloud);
        Assert.Equal((cloud.Id, "everysec", "ok"), (status.GetProperty("processId").GetInt32(), status.GetProperty("durability").GetString(), status.GetProperty("store").GetString()));

        var down = await UnkaiProcess.RunAsync("down", "--endpoint", endpoint);
        Assert.True(down.ExitCode == 0, down.ToString());
        Assert.Equal(0, (await cloud.EndAsync()).ExitCode);

        AssertRefused(await UnkaiProcess.RunAsync("status", "--endpoint", endpoint), NoCloud, "unkai: no cloud answers on ");
        AssertRefused(await UnkaiProcess.RunAsync("down", "--endpoint", endpoint), NoCloud, "unkai: no cloud answers on ");
    }

    [Fact]
    public async Task Env_prints_what_a_shell_can_evaluate()
    {
        var env = await UnkaiProcess.RunAsync("env", "--endpoint", "http://127.0.0.1:7199");

        Assert.True(env is { ExitCode: 0, Error: "" }, env.ToString());
        Assert.Contains("export AWS_ENDPOINT_URL=http://127.0.0.1:7199\n", env.Output, StringComparison.Ordinal);
        Assert.Contains("export AWS_DISABLE_HOST_PREFIX_INJECTION=true\n", env.Output, StringComparison.Ordinal);
        Assert.All(env.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(export [A-Z_]+=\S+|aws\(\) \{ .* \})$", line));
    }

    [Fact]
    public async Task Support_says_in_json_what_is_implemented()
    {
        var support = await UnkaiProcess.RunAsync("support", "--json");

        Assert.True(support is { ExitCode: 0, Error: "" }, support.ToString());
        using var document = JsonDocument.Parse(support.Output);
        var sqs = document.RootElement.EnumerateArray().Single(row => row.GetProperty("Service").GetString() == "sqs");
        Assert.Contains("SendMessage", sqs.GetProperty("Implemented").EnumerateArray().Select(operation => operation.GetString()));
        AssertRefused(await UnkaiProcess.RunAsync("support", "nothing"), Usage, "unkai: there is no service 'nothing' here");
    }

    private static async Task<JsonElement> StatusOfAsync(UnkaiProcess cloud)
    {
        var status = await UnkaiProcess.RunAsync("status", "--json", "--endpoint", cloud.Address.ToString());
        Assert.True(status is { ExitCode: 0, Error: "" }, status.ToString());
        return JsonDocument.Parse(status.Output).RootElement;
    }

    private static void AssertRefused(CommandResult result, int exitCode, string beginning)
    {
        Assert.True(result.ExitCode == exitCode && result.Output.Length == 0, result.ToString());
        Assert.StartsWith(beginning, result.Error, StringComparison.Ordinal);
        Assert.True(result.Error.TrimEnd('\n').Split('\n').Length == 1, result.ToString());
    }
}
