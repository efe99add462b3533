using System.Diagnostics;

namespace Transcode;

/// <summary>Runs ffmpeg and ffprobe.</summary>
internal static class MediaTool
{
    private const int ErrorLinesMax = 5;

    /// <exception cref="MediaToolException">It ended with another code than 0.</exception>
    internal static async Task<string> RunAsync(string tool, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })
            ?? throw new InvalidOperationException($"{tool} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            var last = (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(ErrorLinesMax);
            throw new MediaToolException($"{tool} ended with code {process.ExitCode}: {string.Join(" | ", last)}");
        }

        return await output;
    }
}
