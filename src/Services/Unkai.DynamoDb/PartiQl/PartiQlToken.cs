namespace Unkai.DynamoDb.PartiQl;

/// <summary>A word of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says: without its quotes.</param>
/// <param name="Start">Where it begins, in characters.</param>
internal readonly record struct PartiQlToken(PartiQlTokenKind Kind, string Text, int Start);
