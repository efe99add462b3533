using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Unkai.Server;

namespace Unkai.Cli.Trying;

/// <summary><c>unkai try transcode</c> from beginning to end: film, cloud, pipeline, waiting, checks, figures.</summary>
internal static class TranscodeTrial
{
    internal static async Task<int> RunAsync(TranscodeOptions options, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsErrorRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (!await MediaTools.EnsureAsync(options.AssumeYes, cancellation))
        {
            return ExitCodes.Missing;
        }

        if (!TranscodePipeline.IsPackaged)
        {
            await Console.Error.WriteLineAsync("unkai: the example's functions are not beside this program; run it through ./unkai, which builds them");
            return ExitCodes.Missing;
        }

        try
        {
            var film = options.File ?? await TestFilm.MakeAsync(console, cancellation);
            if (options.Endpoint is { } endpoint)
            {
                return await RunAsync(options, film, endpoint, console, cancellation);
            }

            await using var cloud = await UnkaiServer.StartAsync(new UnkaiServerOptions { Port = 0 }, cancellation);
            return await RunAsync(options, film, cloud.Address, console, cancellation);
        }
        catch (TrialFailedException failed)
        {
            await Console.Error.WriteLineAsync($"unkai: {failed.Message}");
            return ExitCodes.Failed;
        }
        catch (ServerStartException refused)
        {
            await Console.Error.WriteLineAsync($"unkai: {refused.Message}");
            return ExitCodes.Failed;
        }
        catch (Amazon.Runtime.AmazonClientException unreachable)
        {
            await Console.Error.WriteLineAsync($"unkai: {unreachable.Message}");
            return ExitCodes.NoCloud;
        }
    }

    private static async Task<int> RunAsync(TranscodeOptions options, FileInfo film, Uri endpoint, IAnsiConsole console, CancellationToken cancellation)
    {
        using var pipeline = new TranscodePipeline(endpoint, options);
        console.MarkupLineInterpolated($"[grey]cloud[/]     {endpoint.GetLeftPart(UriPartial.Authority)}");
        await pipeline.DeployAsync(cancellation);
        console.MarkupLineInterpolated($"[grey]deployed[/]  split, encode, join on bucket {pipeline.Bucket}");
        try
        {
            var run = await pipeline.FeedAsync(film, console, cancellation);
            var finished = await pipeline.FetchAsync(film, options.File is null ? film.Directory!.FullName : Directory.GetCurrentDirectory(), cancellation);
            var difference = await MediaProbe.CompareAsync(film.FullName, finished, cancellation);
            var bill = await pipeline.BillAsync(run, cancellation);
            var plain = await PlainEncode.MeasureAsync(film.FullName, console, cancellation);
            var report = new TranscodeReport(run, bill, plain, difference, finished);
            Print(report, options.AsJson);
            return difference is null ? ExitCodes.Done : ExitCodes.Failed;
        }
        finally
        {
            if (options.Endpoint is not null && !options.Keep)
            {
                await pipeline.RemoveAsync(CancellationToken.None);
            }
        }
    }

    private static void Print(TranscodeReport report, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, JsonText.Indented));
            return;
        }

        var (run, bill) = (report.Run, report.Bill);
        Line("pieces", $"{run.Pieces} of pictures{(run.HasSound ? ", 1 of sound" : "")}");
        Line("parallelism", $"{bill.EncodeSeconds / run.EncodeWallSeconds:F1} encoders at once ({Environment.ProcessorCount} processors)");
        Line("wall time", $"{run.WallSeconds:F1} s through the cloud");
        Line("plain ffmpeg", $"{report.PlainSeconds:F1} s for the same encode on the same processors");
        Line("ratio", $"{run.WallSeconds / report.PlainSeconds:F2}");
        Line("billed", $"{bill.BilledMilliseconds:N0} ms in {bill.Invocations} invocations");
        Line("on AWS", $"${bill.LambdaDollars:F4} for Lambda, ${bill.S3Dollars:F4} for S3 requests (us-east-1, x86)");
        Line("checked", $"{report.Difference ?? "duration within 0.1 s, same number of pictures, both streams"}");
        Console.WriteLine(report.FinishedFile);

        static void Line(string name, FormattableString text) => Console.WriteLine($"{name,-13} {text.ToString(CultureInfo.InvariantCulture)}");
    }
}
