using System.Runtime.InteropServices;

namespace Unkai;

/// <summary>A started process. Disposing it closes this side's pipes; it does not kill.</summary>
public interface IChildProcess : IDisposable
{
    /// <summary>The operating system's number of the process.</summary>
    int Id { get; }

    /// <summary>The pipe into the child; the child reads its end when this side closes or dies.</summary>
    Stream Input { get; }

    /// <summary>What the child writes to its standard output.</summary>
    Stream Output { get; }

    /// <summary>The descriptor behind <see cref="Output"/>, for callers that poll.</summary>
    SafeHandle OutputHandle { get; }

    /// <summary>Completes when the process has ended: its exit status, or 128 plus the signal's number.</summary>
    Task<int> Exited { get; }

    /// <summary>Ends the process and, where the system lets us see them, its descendants, at once.</summary>
    void Kill();
}
