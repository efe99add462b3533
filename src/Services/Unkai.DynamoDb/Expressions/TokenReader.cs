namespace Unkai.DynamoDb.Expressions;

/// <summary>Goes through the words of an expression, and remembers the first thing that is wrong.</summary>
internal sealed class TokenReader
{
    /// <summary>How long an expression may be, in bytes of UTF-8.</summary>
    /// <remarks>Source: DynamoDB Developer Guide, Quotas, "Expression parameters".</remarks>
    internal const int BytesMax = 4096;

    /// <summary>How deeply parentheses, functions and NOT may be nested here; AWS names no bound of its own beside the number of operators.</summary>
    private const int DepthMax = 300;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private int _position;
    private int _operators;
    private int _depth;

    internal TokenReader(string text)
    {
        _text = text;
        _tokens = Tokenizer.Read(text);
    }

    /// <summary>What is wrong with the expression; null so far.</summary>
    internal string? Problem { get; private set; }

    internal int Position => _position;

    internal Token Current => _tokens[_position];

    internal bool IsAtEnd => Current.Kind is TokenKind.End;

    internal Token Next => _tokens[Math.Min(_position + 1, _tokens.Count - 1)];

    internal Token Take()
    {
        var token = Current;
        if (!IsAtEnd)
        {
            _position++;
        }

        return token;
    }

    internal bool IsSymbol(string symbol) => Current.Kind is TokenKind.Symbol && Current.Text == symbol;

    internal bool IsKeyword(string keyword) => Current.Kind is TokenKind.Name && Current.Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    internal bool TrySymbol(string symbol)
    {
        if (!IsSymbol(symbol))
        {
            return false;
        }

        _position++;
        return true;
    }

    internal bool TryKeyword(string keyword)
    {
        if (!IsKeyword(keyword))
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Takes the symbol; a syntax error if something else stands there.</summary>
    internal bool Expect(string symbol) => TrySymbol(symbol) || !FailSyntax();

    /// <summary>Counts an operator or function, of which an expression may have 300.</summary>
    internal bool CountOperator() =>
        ++_operators <= ExpressionErrors.OperatorsMax || !Fail(ExpressionErrors.TooManyOperators(_operators));

    /// <summary>Goes a level down; false when that is one too many.</summary>
    internal bool Enter() => ++_depth <= DepthMax || !FailSyntax();

    internal void Leave() => _depth--;

    /// <summary>The current word does not belong here.</summary>
    /// <returns>True, so that it can be negated in a condition.</returns>
    internal bool FailSyntax()
    {
        var first = Math.Max(0, _position - 1);
        var last = Math.Min(_tokens.Count - 1, _position + 1);
        var start = _tokens[first].Start;
        return Fail(ExpressionErrors.Syntax(Current.Text, _text[start.._tokens[last].EndIn(_text.Length)]));
    }

    /// <summary>Says what is wrong, unless something was before.</summary>
    internal bool Fail(string problem)
    {
        Problem ??= problem;
        return true;
    }
}
