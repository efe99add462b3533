namespace Unkai.DynamoDb.Tests.History;

/// <summary>One request of a recorded history: which lists it saw, what it appended to which, and when.</summary>
/// <param name="Name">Who it is, in a report.</param>
/// <param name="Began">The tick before the request was sent.</param>
/// <param name="Ended">The tick after it was answered.</param>
/// <param name="IsDone">Whether it took place; what was refused has appended nothing.</param>
/// <param name="Reads">Key and list; a list is what the request saw before its own appends.</param>
/// <param name="Appends">Key and value; each value is appended once in a history.</param>
internal sealed record HistoryStep(
    string Name, long Began, long Ended, bool IsDone, IReadOnlyList<(string Key, IReadOnlyList<int> List)> Reads, IReadOnlyList<(string Key, int Value)> Appends);
