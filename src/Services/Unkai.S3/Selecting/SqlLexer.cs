using System.Text;

namespace Unkai.S3.Selecting;

/// <summary>Cuts an expression into tokens.</summary>
internal static class SqlLexer
{
    internal static List<SqlToken> Read(string text)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c == '-' && at + 1 < text.Length && text[at + 1] == '-')
            {
                at = text.IndexOf('\n', at) is var line and >= 0 ? line + 1 : text.Length;
            }
            else if (char.IsLetter(c) || c is '_' or '$')
            {
                var start = at;
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$'))
                {
                    at++;
                }

                tokens.Add(new SqlToken(SqlTokenKind.Word, text[start..at]));
            }
            else if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            {
                tokens.Add(new SqlToken(SqlTokenKind.Number, Number(text, ref at)));
            }
            else if (c is '\'' or '"' or '`')
            {
                tokens.Add(new SqlToken(c == '"' ? SqlTokenKind.Quoted : SqlTokenKind.Text, Quoted(text, ref at)));
            }
            else
            {
                tokens.Add(new SqlToken(SqlTokenKind.Symbol, Symbol(text, ref at)));
            }
        }

        tokens.Add(new SqlToken(SqlTokenKind.End, ""));
        return tokens;
    }

    private static string Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-')
            {
                exponent++;
            }

            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                at = exponent;
                while (at < text.Length && char.IsAsciiDigit(text[at]))
                {
                    at++;
                }
            }
        }

        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var quote = text[at];
        var value = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                value.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == quote)
            {
                value.Append(quote);
                i++;
            }
            else
            {
                at = i + 1;
                return value.ToString();
            }
        }

        throw new SelectException(SelectErrors.Lexer(quote.ToString()));
    }

    private static string Symbol(string text, ref int at)
    {
        var two = at + 1 < text.Length ? text.Substring(at, 2) : "";
        if (two is "<=" or ">=" or "<>" or "!=" or "||")
        {
            at += 2;
            return two;
        }

        return text[at] is '(' or ')' or ',' or '.' or '*' or '+' or '-' or '/' or '%' or '=' or '<' or '>' or '[' or ']' or ';'
            ? text[at++].ToString()
            : throw new SelectException(SelectErrors.Lexer(text[at].ToString()));
    }
}
