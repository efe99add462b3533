using System.Buffers;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>Cuts a statement into words.</summary>
internal static class PartiQlTokenizer
{
    private static readonly SearchValues<char> s_wordCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    private static readonly string[] s_longSymbols = ["<<", ">>", "<=", ">=", "<>", "!="];

    internal static List<PartiQlToken> Read(string text)
    {
        var tokens = new List<PartiQlToken>();
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            var (kind, content, length) = Next(text.AsSpan(position));
            tokens.Add(new PartiQlToken(kind, content, position));
            position += length;
        }

        tokens.Add(new PartiQlToken(PartiQlTokenKind.End, "", text.Length));
        return tokens;
    }

    private static (PartiQlTokenKind Kind, string Content, int Length) Next(ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '\'':
                return Quoted(rest, '\'', PartiQlTokenKind.Text);
            case '"':
                return Quoted(rest, '"', PartiQlTokenKind.QuotedName);
            case >= '0' and <= '9':
            case '.' when rest.Length > 1 && char.IsAsciiDigit(rest[1]):
                var digits = NumberLength(rest);
                return (PartiQlTokenKind.Number, rest[..digits].ToString(), digits);
            case var character when s_wordCharacters.Contains(character):
                var end = rest.IndexOfAnyExcept(s_wordCharacters);
                var length = end < 0 ? rest.Length : end;
                return (PartiQlTokenKind.Word, rest[..length].ToString(), length);
            default:
                foreach (var symbol in s_longSymbols)
                {
                    if (rest.StartsWith(symbol, StringComparison.Ordinal))
                    {
                        return (PartiQlTokenKind.Symbol, symbol, symbol.Length);
                    }
                }

                return ("=<>+-*/()[]{},:.?;".Contains(rest[0], StringComparison.Ordinal) ? PartiQlTokenKind.Symbol : PartiQlTokenKind.Unknown, rest[..1].ToString(), 1);
        }
    }

    /// <summary>A quote inside is written twice.</summary>
    private static (PartiQlTokenKind Kind, string Content, int Length) Quoted(ReadOnlySpan<char> rest, char quote, PartiQlTokenKind kind)
    {
        var content = new System.Text.StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] != quote)
            {
                content.Append(rest[i]);
            }
            else if (i + 1 < rest.Length && rest[i + 1] == quote)
            {
                content.Append(quote);
                i++;
            }
            else
            {
                return (kind, content.ToString(), i + 1);
            }
        }

        return (PartiQlTokenKind.Unknown, rest.ToString(), rest.Length);
    }

    /// <summary>Digits, a point, digits, an exponent. A point that no digit follows is not part of it.</summary>
    private static int NumberLength(ReadOnlySpan<char> rest)
    {
        var length = DigitsLength(rest);
        if (length < rest.Length - 1 && rest[length] == '.' && char.IsAsciiDigit(rest[length + 1]))
        {
            length += 1 + DigitsLength(rest[(length + 1)..]);
        }

        if (length < rest.Length && rest[length] is 'e' or 'E')
        {
            var sign = length + 1 < rest.Length && rest[length + 1] is '+' or '-' ? 1 : 0;
            var digits = DigitsLength(rest[(length + 1 + sign)..]);
            length += digits == 0 ? 0 : 1 + sign + digits;
        }

        return length;
    }

    private static int DigitsLength(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? rest.Length : end;
    }
}
