using System.Diagnostics;
using System.Text.Json;

namespace Unkai.Cli.Tests.Trying;

/// <summary><c>unkai try transcode</c> where something goes wrong.</summary>
public sealed class TranscodeTests
{
    private const int Failed = 1;

    [Fact]
    public async Task A_piece_whose_encoder_crashes_is_encoded_again_and_the_film_is_whole()
    {
        SkipWithoutFfmpeg();
        using var folder = new DataFolder();
        var film = Path.Combine(folder.Path, "film.mp4");
        await MakeFilmAsync(film);
        await using var cloud = await UnkaiProcess.UpAsync("--ephemeral");

        var smooth = await TranscodeAsync(cloud, folder, film);
        var crashed = await TranscodeAsync(cloud, folder, film, "--crash-piece", "00001.nut");

        Assert.Equal(2, smooth.GetProperty("Run").GetProperty("Pieces").GetInt32());
        Assert.Equal(2, crashed.GetProperty("Run").GetProperty("Pieces").GetInt32());
        Assert.Equal(JsonValueKind.Null, crashed.GetProperty("Difference").ValueKind);
        Assert.True(InvocationsOf(crashed) > InvocationsOf(smooth), $"{InvocationsOf(crashed)} invocations with the crash, {InvocationsOf(smooth)} without");
    }

    [Fact]
    public async Task A_file_that_is_no_film_is_refused_in_one_line()
    {
        SkipWithoutFfmpeg();
        using var folder = new DataFolder();
        var file = Path.Combine(folder.Path, "letter.mp4");
        await File.WriteAllTextAsync(file, "Dear reader, this is no film.", TestContext.Current.CancellationToken);

        var result = await UnkaiProcess.RunInAsync(folder.Path, "try", "transcode", file);

        Assert.True(result.ExitCode == Failed && result.Output.Length == 0, result.ToString());
        var line = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("unkai: ", StringComparison.Ordinal));
        Assert.StartsWith("unkai: letter.mp4 did not come out: ", line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "letter.transcoded.mp4")));
    }

    private static int InvocationsOf(JsonElement report) => report.GetProperty("Bill").GetProperty("Invocations").GetInt32();

    private static async Task<JsonElement> TranscodeAsync(UnkaiProcess cloud, DataFolder folder, string film, params string[] more)
    {
        var result = await UnkaiProcess.RunInAsync(
            folder.Path, ["try", "transcode", film, "--json", "--segment-seconds", "2", "--endpoint", cloud.Address.ToString(), .. more]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonDocument.Parse(result.Output).RootElement;
    }

    /// <summary>Four seconds, small, with sound, and a key picture each second.</summary>
    private static async Task MakeFilmAsync(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=4", "-f", "lavfi", "-i", "sine=frequency=330:duration=4",
                "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", path,
            ]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static void SkipWithoutFfmpeg()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(Array.TrueForAll(["ffmpeg", "ffprobe"], program => Array.Exists(folders, folder => File.Exists(Path.Combine(folder, program)))), "There is no ffmpeg here.");
    }
}
