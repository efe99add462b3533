namespace Unkai.S3.Selecting;

/// <summary>A cursor over tokens.</summary>
internal sealed class SqlTokens(List<SqlToken> tokens)
{
    private int _at;

    internal SqlToken Peek => tokens[_at];

    internal SqlToken PeekSecond => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    internal SqlToken Next()
    {
        var token = tokens[_at];
        if (token.Kind == SqlTokenKind.End)
        {
            throw new SelectException(SelectErrors.UnexpectedToken("end of the expression"));
        }

        _at++;
        return token;
    }

    internal bool Take(string word)
    {
        if (!Peek.IsWord(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    internal bool TakeSymbol(string symbol)
    {
        if (!Peek.IsSymbol(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    internal void Expect(string word)
    {
        if (!Take(word))
        {
            throw new SelectException(SelectErrors.UnexpectedToken(Peek.Value));
        }
    }

    internal void ExpectSymbol(string symbol)
    {
        if (!TakeSymbol(symbol))
        {
            throw new SelectException(SelectErrors.UnexpectedToken(Peek.Value));
        }
    }
}
