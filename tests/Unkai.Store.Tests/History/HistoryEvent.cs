namespace Unkai.Storage.Tests.History;

/// <summary>One step of a transaction, with what it saw.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="Key">The key, the start of the range, or the prefix of an append.</param>
/// <param name="End">The end of a range.</param>
/// <param name="Limit">Of a range or a claim.</param>
/// <param name="Value">What was put or appended.</param>
/// <param name="Delta">What was added.</param>
/// <param name="Seen">Keys and values that were read; a get of nothing saw nothing.</param>
internal sealed record HistoryEvent(
    HistoryEventKind Kind, string Key, string? End = null, int Limit = 0, string? Value = null, long Delta = 0, IReadOnlyList<(string Key, string Value)>? Seen = null);
