namespace Unkai.Compute;

/// <summary>A runtime that runs on the nearest interpreter because its own is not installed.</summary>
public sealed record RuntimeSubstitution(string Runtime, string Wanted, string Used);
