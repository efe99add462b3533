namespace Unkai.Logs.Patterns;

/// <summary>One field of a space-delimited pattern.</summary>
/// <param name="Name">What the pattern calls it.</param>
/// <param name="Condition">What its value must be.</param>
internal readonly record struct SpaceField(string Name, Func<string, bool> Condition);
