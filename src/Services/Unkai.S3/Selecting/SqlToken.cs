namespace Unkai.S3.Selecting;

internal enum SqlTokenKind
{
    End,
    Word,
    Quoted,
    Text,
    Number,
    Symbol,
}

/// <summary>A token of an expression.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Value">A word as written, a text or quoted name without its quotes, a symbol.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value)
{
    internal bool IsWord(string word) => Kind == SqlTokenKind.Word && string.Equals(Value, word, StringComparison.OrdinalIgnoreCase);

    internal bool IsSymbol(string symbol) => Kind == SqlTokenKind.Symbol && Value == symbol;
}
