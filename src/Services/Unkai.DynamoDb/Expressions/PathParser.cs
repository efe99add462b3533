using System.Globalization;

namespace Unkai.DynamoDb.Expressions;

/// <summary>Reads document paths: <c>a.#b[3]</c>.</summary>
internal static class PathParser
{
    /// <remarks>Source: DynamoDB Developer Guide, Quotas, "Expression parameters".</remarks>
    private const int LevelsMax = 32;

    /// <returns>Null when there is no path, with the reader's problem.</returns>
    internal static DocumentPath? Parse(TokenReader reader)
    {
        var parts = new List<PathPart>();
        do
        {
            if (ParseName(reader) is not { } name)
            {
                return null;
            }

            parts.Add(name);
            while (reader.TrySymbol("["))
            {
                if (ParseIndex(reader) is not { } index)
                {
                    return null;
                }

                parts.Add(PathPart.Element(index));
            }
        }
        while (reader.TrySymbol("."));

        if (parts.Count > LevelsMax)
        {
            reader.Fail(ExpressionErrors.PathTooDeep(parts.Count));
            return null;
        }

        return new DocumentPath(parts);
    }

    private static PathPart? ParseName(TokenReader reader)
    {
        var token = reader.Current;
        if (token.Kind is TokenKind.NamePlaceholder)
        {
            reader.Take();
            return PathPart.Placeholder(token.Text);
        }

        if (token.Kind is not TokenKind.Name)
        {
            reader.FailSyntax();
            return null;
        }

        if (ReservedWords.Contains(token.Text))
        {
            reader.Fail(ExpressionErrors.Reserved(token.Text));
            return null;
        }

        reader.Take();
        return PathPart.Member(token.Text);
    }

    private static int? ParseIndex(TokenReader reader)
    {
        var token = reader.Current;
        if (token.Kind is not TokenKind.Number)
        {
            reader.FailSyntax();
            return null;
        }

        if (!int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            reader.Fail(ExpressionErrors.IndexTooLarge(token.Text));
            return null;
        }

        reader.Take();
        return reader.Expect("]") ? index : null;
    }
}
