namespace Unkai.DynamoDb.PartiQl;

/// <summary>Goes through the words of a statement, and remembers the first thing that is wrong.</summary>
internal sealed class PartiQlReader(string text)
{
    /// <summary>How deeply a statement may be nested here.</summary>
    private const int DepthMax = 100;

    private readonly List<PartiQlToken> _tokens = PartiQlTokenizer.Read(text);
    private int _position;
    private int _depth;

    /// <summary>What is wrong; null so far.</summary>
    internal string? Problem { get; private set; }

    internal PartiQlToken Current => _tokens[_position];

    internal PartiQlToken Next => _tokens[Math.Min(_position + 1, _tokens.Count - 1)];

    internal bool IsAtStart => _position == 0;

    internal bool IsAtEnd => Current.Kind is PartiQlTokenKind.End;

    internal PartiQlToken Take()
    {
        var token = Current;
        _position = Math.Min(_position + 1, _tokens.Count - 1);
        return token;
    }

    internal bool IsSymbol(string symbol) => Current.Kind is PartiQlTokenKind.Symbol && Current.Text == symbol;

    internal bool IsWord(string word) => Current.Kind is PartiQlTokenKind.Word && Current.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    internal bool TrySymbol(string symbol)
    {
        var isThere = IsSymbol(symbol);
        _position += isThere ? 1 : 0;
        return isThere;
    }

    internal bool TryWord(string word)
    {
        var isThere = IsWord(word);
        _position += isThere ? 1 : 0;
        return isThere;
    }

    internal bool ExpectSymbol(string symbol) => TrySymbol(symbol) || !FailHere();

    internal bool ExpectWord(string word) => TryWord(word) || !FailHere();

    internal bool Enter() => ++_depth <= DepthMax || !FailHere();

    internal void Leave() => _depth--;

    /// <summary>The current word does not belong here.</summary>
    /// <returns>True, so that it can be negated in a condition.</returns>
    internal bool FailHere() => Fail(PartiQlErrors.Unexpected(Current));

    internal bool Fail(string problem)
    {
        Problem ??= problem;
        return true;
    }
}
