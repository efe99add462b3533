namespace Unkai.Compute;

/// <summary>How a function's processes are kept apart from the machine.</summary>
public enum SandboxKind
{
    /// <summary>A process of this user; nothing is hidden from it.</summary>
    Process,

    /// <summary>Namespaces by bubblewrap (Linux).</summary>
    Bubblewrap,
}
