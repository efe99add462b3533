namespace Unkai.DynamoDb.Expressions;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands there; <c>&lt;EOF&gt;</c> at the end.</param>
/// <param name="Start">Where it begins, in characters.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start)
{
    /// <summary>Where it ends in a text of this length.</summary>
    internal int EndIn(int length) => Kind is TokenKind.End ? length : Start + Text.Length;
}
