namespace Unkai.Storage.Tests.History;

/// <summary>A transaction or a read that was answered.</summary>
/// <param name="Name">Whose, and which.</param>
/// <param name="Began">When it was asked for, by a counter that all clients share.</param>
/// <param name="Ended">When it was answered.</param>
/// <param name="Sequence">Its place in the order of commits; null when it wrote nothing.</param>
/// <param name="Events">What it did and saw, in order.</param>
internal sealed record HistoryRun(string Name, long Began, long Ended, ulong? Sequence, IReadOnlyList<HistoryEvent> Events);
