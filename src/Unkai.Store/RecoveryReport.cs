namespace Unkai.Storage;

/// <summary>What opening a store found.</summary>
/// <param name="Commits">Commits replayed from the log, beyond the checkpoint.</param>
/// <param name="DroppedBytes">Bytes at the log's end that were no whole batch and were set aside; 0 after a clean stop, and usually after a kill.</param>
/// <param name="Notice">What an operator should read; null when there is nothing to say.</param>
public sealed record RecoveryReport(long Commits, long DroppedBytes, string? Notice)
{
    /// <summary>A store that was new or cleanly closed.</summary>
    public static RecoveryReport Clean { get; } = new(0, 0, null);
}
