using Spectre.Console;

namespace Unkai.Cli.Trying;

/// <summary>The yardstick: one ffmpeg over the whole film with the same settings, on all processors.</summary>
internal static class PlainEncode
{
    internal static async Task<double> MeasureAsync(string film, IAnsiConsole console, CancellationToken cancellation)
    {
        console.MarkupLine("[grey]compare[/]   the same encode by plain ffmpeg");
        var target = Path.Combine(Path.GetTempPath(), $"unkai-plain-{Environment.ProcessId}.mp4");
        var machine = MachineClock.Instance;
        var started = machine.Timestamp;
        try
        {
            var (code, _, error) = await ToolProcess.RunAsync(
                "ffmpeg",
                ["-v", "error", "-y", "-i", film, "-map", "0:v:0", "-map", "0:a:0?", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", target],
                cancellation);
            return code == 0 ? machine.ElapsedSince(started).TotalSeconds : throw new TrialFailedException($"plain ffmpeg failed: {error.Trim()}");
        }
        finally
        {
            File.Delete(target);
        }
    }
}
