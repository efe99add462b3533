using System.Diagnostics;

namespace Unkai.Cli.Trying;

/// <summary>ffmpeg and ffprobe: there, or installed if the user says so. Nothing is installed silently.</summary>
internal static class MediaTools
{
    internal static async Task<bool> EnsureAsync(bool assumeYes, CancellationToken cancellation)
    {
        if (ToolProcess.IsInstalled("ffmpeg") && ToolProcess.IsInstalled("ffprobe"))
        {
            return true;
        }

        var command = InstallCommand();
        if (command is null)
        {
            await Console.Error.WriteLineAsync("unkai: ffmpeg is not installed (https://ffmpeg.org/download.html)");
            return false;
        }

        await Console.Error.WriteLineAsync($"unkai: ffmpeg is not installed; this installs it: {command}");
        if (!assumeYes)
        {
            if (Console.IsInputRedirected)
            {
                return false;
            }

            await Console.Error.WriteAsync("Run it now? [y/N] ");
            if (Console.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            {
                return false;
            }
        }

        using var process = ForegroundProcess.Start(new ProcessStartInfo("/bin/sh", ["-c", command + " >&2"]));
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 && ToolProcess.IsInstalled("ffmpeg");
    }

    private static string? InstallCommand()
    {
        var sudo = Environment.UserName == "root" ? "" : "sudo ";
        return ToolProcess.IsInstalled("apt-get") ? $"{sudo}apt-get update -qq && {sudo}env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ffmpeg"
            : ToolProcess.IsInstalled("dnf") ? $"{sudo}dnf install -y ffmpeg-free"
            : ToolProcess.IsInstalled("pacman") ? $"{sudo}pacman -S --noconfirm ffmpeg"
            : ToolProcess.IsInstalled("brew") ? "brew install ffmpeg"
            : null;
    }
}
