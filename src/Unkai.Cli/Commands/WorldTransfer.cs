using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Unkai.Storage.Transfer;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai world export</c> and <c>import</c>: a whole world, state and blobs, as one file.</summary>
internal static class WorldTransfer
{
    private const string PartialExtension = ".partial";

    internal static Command Export()
    {
        var endpoint = Endpoint.CreateOption();
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var name = new Argument<string>("name") { Description = WorldName.Rule };
        var file = new Argument<string>("file") { Description = "The file to write" };
        var command = new Command("export", "Write a world, state and blobs, into one file") { name, file, endpoint, json };
        command.SetAction((parsed, cancellation) => ExportAsync(
            Endpoint.Find(parsed.GetValue(endpoint)), parsed.GetValue(name)!, Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(json), cancellation));
        return command;
    }

    internal static Command Import()
    {
        var endpoint = Endpoint.CreateOption();
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var file = new Argument<string>("file") { Description = "What export has written" };
        var name = new Argument<string?>("name") { Description = "The world's name (default: the one under which it was exported)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("import", "Make a world of an exported one") { file, name, endpoint, json };
        command.SetAction((parsed, cancellation) => ImportAsync(
            Endpoint.Find(parsed.GetValue(endpoint)), Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(name), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> ExportAsync(Uri endpoint, string name, string path, bool asJson, CancellationToken cancellation)
    {
        var partial = path + PartialExtension;
        try
        {
            using var cloud = new AdminClient(endpoint);
            if (await cloud.DownloadAsync(AdminOrders.PathOf(name, "export"), partial, cancellation) is { } answer)
            {
                return await AdminOrders.FailAsync(endpoint, answer.Refusal is null ? null : answer);
            }

            // The file counts when all of it came: it is read once more from the disk.
            TransferReport report;
            await using (var written = File.OpenRead(partial))
            {
                report = await WorldFile.VerifyAsync(written, cancellation);
            }

            File.Move(partial, path, overwrite: true);
            Print(asJson, $"exported {report.World}: {report.Entries} entries and {report.Blobs} blobs in {path}", new JsonObject
            {
                ["name"] = report.World.Value,
                ["file"] = path,
                ["bytes"] = new FileInfo(path).Length,
                ["entries"] = report.Entries,
                ["blobs"] = report.Blobs,
            });
            return ExitCodes.Done;
        }
        catch (Exception failure) when (failure is WorldFileException or IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
            await Console.Error.WriteLineAsync($"unkai: {failure.Message}");
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> ImportAsync(Uri endpoint, string path, string? name, bool asJson, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            name ??= (await WorldFile.ReadNameAsync(file, cancellation)).Value;
            file.Position = 0;
            using var content = new StreamContent(file);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var cloud = new AdminClient(endpoint);
            var answer = await cloud.SendAsync(HttpMethod.Put, AdminOrders.PathOf(name, "import"), content, cancellation);
            return await AdminOrders.PrintAsync(endpoint, answer, asJson, body => Console.WriteLine(
                $"unkai: imported {body.GetProperty("name").GetString()}: {body.GetProperty("entries").GetInt64()} entries and {body.GetProperty("blobs").GetInt64()} blobs"));
        }
        catch (Exception failure) when (failure is WorldFileException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"unkai: {failure.Message}");
            return ExitCodes.Failed;
        }
    }

    private static void Print(bool asJson, string text, JsonObject body) =>
        Console.WriteLine(asJson ? body.ToJsonString(JsonText.Indented) : $"unkai: {text}");
}
