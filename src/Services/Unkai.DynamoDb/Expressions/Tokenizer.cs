namespace Unkai.DynamoDb.Expressions;

/// <summary>Cuts an expression into words.</summary>
internal static class Tokenizer
{
    private const string EndText = "<EOF>";

    internal static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            var (kind, length) = Next(text.AsSpan(position));
            tokens.Add(new Token(kind, text.Substring(position, length), position));
            position += length;
        }

        tokens.Add(new Token(TokenKind.End, EndText, text.Length));
        return tokens;
    }

    private static (TokenKind Kind, int Length) Next(ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '#' or ':' when rest.Length > 1 && IsWordCharacter(rest[1]):
                return (rest[0] == '#' ? TokenKind.NamePlaceholder : TokenKind.ValuePlaceholder, 1 + WordLength(rest[1..]));
            case >= '0' and <= '9':
                var digits = rest.IndexOfAnyExceptInRange('0', '9');
                return (TokenKind.Number, digits < 0 ? rest.Length : digits);
            case '<' when rest.Length > 1 && rest[1] is '>' or '=':
            case '>' when rest.Length > 1 && rest[1] is '=':
                return (TokenKind.Symbol, 2);
            case '=' or '<' or '>' or '(' or ')' or '[' or ']' or ',' or '.' or '+' or '-':
                return (TokenKind.Symbol, 1);
            case var character when IsWordCharacter(character):
                return (TokenKind.Name, WordLength(rest));
            case var character:
                return (TokenKind.Unknown, char.IsHighSurrogate(character) && rest.Length > 1 ? 2 : 1);
        }
    }

    private static bool IsWordCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private static int WordLength(ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && IsWordCharacter(rest[length]))
        {
            length++;
        }

        return length;
    }
}
