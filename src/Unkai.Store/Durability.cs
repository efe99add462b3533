namespace Unkai.Storage;

/// <summary>When a write counts as done. A killed process loses nothing acknowledged in either of the first two.</summary>
public enum Durability
{
    /// <summary>The answer follows the <c>write</c>; the log is synced each second. A lost machine may lose the last second.</summary>
    EverySecond,

    /// <summary>The answer follows <c>fdatasync</c>. A lost machine loses nothing.</summary>
    Always,

    /// <summary>The log is written, never synced before the store is closed. For tests and throw-away clouds.</summary>
    None,
}
