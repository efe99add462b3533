using System.Diagnostics;

namespace Unkai.Cli;

/// <summary>Starts programs that the user named on the command line or agreed to, on the user's own terminal.</summary>
internal static class ForegroundProcess
{
#pragma warning disable RS0030 // The launcher's seam is for what the cloud runs; these are the user's own programs, with the user's own terminal.
    internal static Process Start(ProcessStartInfo start) => Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
#pragma warning restore RS0030
}
