namespace Unkai;

/// <summary>The one door through which this process starts others.</summary>
public interface IProcessLauncher
{
    /// <summary>
    /// Starts a program on the calling thread, so the child has that thread's namespaces, and dies with it when it asked to
    /// die with its parent (Linux ties the parent-death signal to the thread, not to the process).
    /// </summary>
    /// <returns>Null when the file is missing or cannot be run.</returns>
    IChildProcess? Start(ProcessCommand command);
}
