namespace Unkai.S3.Selecting;

/// <summary>Reads calls of functions, some of which have words for commas.</summary>
internal static class SqlCalls
{
    private static readonly HashSet<string> s_parts = ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TIMEZONE_HOUR", "TIMEZONE_MINUTE"];

    /// <param name="function">Its name in capitals; the parenthesis is read.</param>
    /// <param name="tokens">Where to read.</param>
    /// <param name="terms">Reads the arguments.</param>
    internal static SqlCall Read(string function, SqlTokens tokens, SqlTerms terms)
    {
        var arguments = new List<SqlExpression>();
        switch (function)
        {
            case "TRIM":
                function = Trim(tokens, terms, arguments);
                break;
            case "SUBSTRING":
                arguments.Add(terms.Expression());
                if (tokens.Take("FROM"))
                {
                    arguments.Add(terms.Expression());
                    if (tokens.Take("FOR"))
                    {
                        arguments.Add(terms.Expression());
                    }

                    tokens.ExpectSymbol(")");
                }
                else
                {
                    tokens.ExpectSymbol(",");
                    arguments.AddRange(terms.List(")"));
                }

                break;
            case "EXTRACT":
                arguments.Add(Part(tokens));
                tokens.Expect("FROM");
                arguments.Add(terms.Expression());
                tokens.ExpectSymbol(")");
                break;
            case "DATE_ADD" or "DATE_DIFF":
                arguments.Add(Part(tokens));
                tokens.ExpectSymbol(",");
                arguments.AddRange(terms.List(")"));
                break;
            default:
                arguments.AddRange(terms.List(")"));
                break;
        }

        SqlFunctions.Check(function, arguments.Count);
        return new SqlCall(function, arguments);
    }

    /// <summary><c>TRIM([[LEADING | TRAILING | BOTH] [characters] FROM] text)</c>.</summary>
    private static string Trim(SqlTokens tokens, SqlTerms terms, List<SqlExpression> arguments)
    {
        var side = tokens.Take("LEADING") ? "TRIM LEADING" : tokens.Take("TRAILING") ? "TRIM TRAILING" : tokens.Take("BOTH") ? "TRIM BOTH" : null;
        var first = tokens.Take("FROM") ? null : terms.Expression();
        if (first is null || tokens.Take("FROM"))
        {
            arguments.Add(terms.Expression());
            if (first is not null)
            {
                arguments.Add(first);
            }
        }
        else
        {
            arguments.Add(first);
        }

        tokens.ExpectSymbol(")");
        return side ?? (arguments.Count == 2 ? "TRIM BOTH" : "TRIM");
    }

    private static SqlLiteral Part(SqlTokens tokens)
    {
        var part = tokens.Next().Value.ToUpperInvariant();
        return s_parts.Contains(part) ? new SqlLiteral(part) : throw new SelectException(SelectErrors.UnexpectedToken(part));
    }
}
