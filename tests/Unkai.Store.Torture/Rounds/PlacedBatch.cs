namespace Unkai.Storage.Torture;

/// <summary>A whole batch of the log as this program, by itself, finds it in a segment's bytes.</summary>
internal sealed record PlacedBatch(int Offset, int Length, ulong First, ulong Last, ulong Synced);
