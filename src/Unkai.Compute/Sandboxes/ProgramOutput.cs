using System.Text;

namespace Unkai.Compute;

/// <summary>Runs a short program to its end and takes what it says.</summary>
internal static class ProgramOutput
{
    private const int OutputBytesMax = 64 * 1024;

    /// <returns>Null when it cannot be started.</returns>
    public static (int Status, string Text)? Read(IProcessLauncher launcher, ProcessCommand command)
    {
        using var process = launcher.Start(command);
        if (process is null)
        {
            return null;
        }

        process.Input.Close();
        var bytes = new byte[OutputBytesMax];
        var length = process.Output.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return (process.Exited.GetAwaiter().GetResult(), Encoding.UTF8.GetString(bytes, 0, length));
    }
}
