using System.CommandLine;
using System.Text.Json.Nodes;
using Unkai.Storage;
using Unkai.Storage.Maintenance;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai data</c>: looks over and shrinks a data directory that no cloud has open.</summary>
internal static class DataCommand
{
    internal static Command Create() => new("data", "Look over or shrink a data directory whose cloud is stopped")
    {
        Make("check", "Verify format, checkpoint, log, and each blob: exit code 0 when sound, 1 when damaged, 2 when in use or none", CheckAsync),
        Make("compact", "Write a checkpoint, and remove the log before it, unused blobs and torn ends", CompactAsync),
    };

    private static Command Make(string verb, string description, Func<MachineDisk, bool, CancellationToken, Task<int>> run)
    {
        var data = new Option<string?>("--data") { Description = "Directory of the cloud's state (default: $UNKAI_DATA, $XDG_DATA_HOME/unkai, ~/.local/share/unkai)", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command(verb, description) { data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(data) ?? DataDirectory.Default());
            if (!Directory.Exists(folder))
            {
                await Console.Error.WriteLineAsync($"unkai: there is no {folder}");
                return ExitCodes.Usage;
            }

            try
            {
                return await run(new MachineDisk(folder), parsed.GetValue(json), cancellation);
            }
            catch (StoreInUseException refused)
            {
                await Console.Error.WriteLineAsync($"unkai: {refused.Message}");
                return ExitCodes.Usage;
            }
            catch (Exception failure) when (failure is StoreCorruptException or StoreUnavailableException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"unkai: {failure.Message}");
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    private static async Task<int> CheckAsync(MachineDisk disk, bool asJson, CancellationToken cancellation)
    {
        var report = await StoreMaintenance.CheckAsync(disk, cancellation);
        if (asJson)
        {
            Console.WriteLine(Json(disk, report).ToJsonString(JsonText.Indented));
        }
        else
        {
            foreach (var finding in report.Findings)
            {
                Console.WriteLine($"{(finding.IsDamage ? "damaged" : "note   ")}  {finding.Where}: {finding.What}");
            }

            Console.WriteLine($"unkai: {disk.MachinePath} is {(report.IsSound ? "sound" : "damaged")}: {report.Worlds.Count} worlds with {report.Worlds.Sum(static world => world.Entries)} entries up to commit {report.Sequence}, "
                + $"{report.Blobs} blobs of {report.BlobBytes} bytes, {report.UnusedBlobs} of them unused");
        }

        return report.IsSound ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> CompactAsync(MachineDisk disk, bool asJson, CancellationToken cancellation)
    {
        var done = await StoreMaintenance.CompactAsync(disk, cancellation);
        Console.WriteLine(asJson
            ? new JsonObject { ["bytesBefore"] = done.BytesBefore, ["bytesAfter"] = done.BytesAfter, ["blobs"] = done.Blobs, ["tornTails"] = done.TornTails }.ToJsonString(JsonText.Indented)
            : $"unkai: {disk.MachinePath} went from {done.BytesBefore} to {done.BytesAfter} bytes; {done.Blobs} unused blobs and {done.TornTails} torn ends are gone");
        return ExitCodes.Done;
    }

    private static JsonObject Json(MachineDisk disk, StoreCheckReport report) => new()
    {
        ["data"] = disk.MachinePath,
        ["sound"] = report.IsSound,
        ["sequence"] = report.Sequence,
        ["checkpoint"] = report.Checkpoint,
        ["logCommits"] = report.Commits,
        ["worlds"] = new JsonArray([.. report.Worlds.Select(static world => new JsonObject { ["name"] = world.World.Value, ["entries"] = world.Entries })]),
        ["blobs"] = report.Blobs,
        ["blobBytes"] = report.BlobBytes,
        ["unusedBlobs"] = report.UnusedBlobs,
        ["findings"] = new JsonArray([.. report.Findings.Select(static finding => new JsonObject { ["damaged"] = finding.IsDamage, ["where"] = finding.Where, ["what"] = finding.What })]),
    };
}
