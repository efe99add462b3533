using System.Net;
using System.Text.Json;

namespace Unkai.Cli.Tests;

/// <summary><c>unkai data</c> and <c>unkai world export</c> and <c>import</c>, as a shell sees them.</summary>
public sealed class DataCommandTests
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    [Fact]
    public async Task A_data_directory_is_checked_and_compacted_when_its_cloud_is_stopped_and_refused_while_it_runs()
    {
        using var data = new DataFolder();
        await using (var cloud = await UnkaiProcess.UpAsync("--data", data.Path))
        {
            using var client = new CloudClient(cloud.Address);
            await client.S3Async(HttpMethod.Put, "/bucket");
            Assert.Equal(HttpStatusCode.OK, (await client.S3Async(HttpMethod.Put, "/bucket/large", new byte[100_000])).Status);
            foreach (var verb in (string[])["check", "compact"])
            {
                var refused = await UnkaiProcess.RunAsync("data", verb, "--data", data.Path);
                Assert.Equal(Usage, refused.ExitCode);
                Assert.Equal($"unkai: A cloud is running on {data.Path}. Stop it first: unkai down\n", refused.Error);
            }

            await cloud.KillAsync();
        }

        var sound = await UnkaiProcess.RunAsync("data", "check", "--data", data.Path, "--json");
        Assert.True(sound.ExitCode == Done, sound.ToString());
        var report = JsonDocument.Parse(sound.Output).RootElement;
        Assert.True(report.GetProperty("sound").GetBoolean());
        Assert.Equal(1, report.GetProperty("blobs").GetInt64());

        var compacted = await UnkaiProcess.RunAsync("data", "compact", "--data", data.Path);
        Assert.True(compacted.ExitCode == Done && compacted.Output.StartsWith($"unkai: {data.Path} went from ", StringComparison.Ordinal), compacted.ToString());

        var blob = Directory.EnumerateFiles(Path.Combine(data.Path, "blobs"), "*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(blob, new byte[99_999], TestContext.Current.CancellationToken);
        var damaged = await UnkaiProcess.RunAsync("data", "check", "--data", data.Path);
        Assert.Equal(Failed, damaged.ExitCode);
        Assert.Contains($"damaged  {Path.GetRelativePath(data.Path, blob)}", damaged.Output, StringComparison.Ordinal);
        Assert.Equal(Usage, (await UnkaiProcess.RunAsync("data", "check", "--data", Path.Combine(data.Path, "nowhere"))).ExitCode);
        Assert.Equal(Usage, (await UnkaiProcess.RunAsync("data", "check", "--data", Path.Combine(data.Path, "blobs"))).ExitCode);
    }

    [Fact]
    public async Task A_world_is_exported_and_imported_under_its_own_name_or_another()
    {
        using var folder = new DataFolder();
        var file = Path.Combine(folder.Path, "backup.world");
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral");
        using var client = new CloudClient(cloud.Address);
        await client.S3Async(HttpMethod.Put, "/bucket");
        await client.S3Async(HttpMethod.Put, "/bucket/large", new byte[100_000]);
        string[] endpoint = ["--endpoint", cloud.Address.ToString()];

        var exported = await UnkaiProcess.RunAsync(["world", "export", "default", file, .. endpoint]);
        Assert.True(exported.ExitCode == Done && exported.Output.StartsWith("unkai: exported default: ", StringComparison.Ordinal), exported.ToString());
        Assert.Equal([file], Directory.GetFiles(folder.Path));

        var taken = await UnkaiProcess.RunAsync(["world", "import", file, .. endpoint]);
        Assert.Equal((Failed, "unkai: There is a world 'default' already.\n"), (taken.ExitCode, taken.Error));
        var imported = await UnkaiProcess.RunAsync(["world", "import", file, "copy", "--json", .. endpoint]);
        Assert.True(imported.ExitCode == Done, imported.ToString());
        Assert.Equal(1, JsonDocument.Parse(imported.Output).RootElement.GetProperty("blobs").GetInt32());
        Assert.Contains("copy", (await UnkaiProcess.RunAsync(["world", "ls", .. endpoint])).Output, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, bytes[..^9], TestContext.Current.CancellationToken);
        var cut = await UnkaiProcess.RunAsync(["world", "import", file, "other", .. endpoint]);
        Assert.Equal(Failed, cut.ExitCode);
        Assert.Contains("cut short", cut.Error, StringComparison.Ordinal);
        var nowhere = await UnkaiProcess.RunAsync(["world", "export", "nowhere", file, .. endpoint]);
        Assert.Equal((Failed, "unkai: There is no world 'nowhere'.\n"), (nowhere.ExitCode, nowhere.Error));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }
}
