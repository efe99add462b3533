using Spectre.Console;

namespace Unkai.Cli.Trying;

/// <summary>A film of two minutes, 720p, with sound, made by ffmpeg: moving test pictures with a counter, and a changing tone.</summary>
internal static class TestFilm
{
    private const int Seconds = 120;

    internal static async Task<FileInfo> MakeAsync(IAnsiConsole console, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("unkai-transcode-");
        var file = new FileInfo(Path.Combine(folder.FullName, "testfilm.mp4"));
        console.MarkupLine($"[grey]film[/]      making a test film of {Seconds} s, 720p, with sound");
        var (code, _, error) = await ToolProcess.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size=1280x720:rate=30:duration={Seconds}", "-f", "lavfi", "-i", $"sine=frequency=330:beep_factor=3:duration={Seconds}",
                "-c:v", "libx264", "-preset", "superfast", "-crf", "23", "-g", "60", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", file.FullName,
            ],
            cancellation);
        return code == 0 ? file : throw new TrialFailedException($"ffmpeg could not make the test film: {error.Trim()}");
    }
}
