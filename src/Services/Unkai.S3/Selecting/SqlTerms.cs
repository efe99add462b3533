using System.Globalization;

namespace Unkai.S3.Selecting;

/// <summary>Reads the expressions inside a query, by precedence: OR, AND, NOT, comparisons, ||, + and -, * / %, signs, terms.</summary>
internal sealed class SqlTerms(SqlTokens tokens)
{
    private const int DepthMax = 200;

    private static readonly HashSet<string> s_aggregates = ["COUNT", "SUM", "AVG", "MIN", "MAX"];
    private static readonly HashSet<string> s_comparisons = ["=", "<>", "!=", "<", "<=", ">", ">="];

    private int _depth;

    internal SqlExpression Expression()
    {
        if (++_depth > DepthMax)
        {
            throw new SelectException(SelectErrors.UnsupportedSyntax("the expression is nested too deeply"));
        }

        var left = And();
        while (tokens.Take("OR"))
        {
            left = new SqlBinary("OR", left, And());
        }

        _depth--;
        return left;
    }

    /// <summary>What follows a name: <c>.name</c>, <c>[0]</c>, <c>[*]</c>.</summary>
    internal List<SqlStep> Steps()
    {
        var steps = new List<SqlStep>();
        while (true)
        {
            if (tokens.TakeSymbol("."))
            {
                if (tokens.TakeSymbol("*"))
                {
                    steps.Add(new SqlStep(null, false, null));
                    continue;
                }

                var name = tokens.Next();
                steps.Add(name.Kind is SqlTokenKind.Word or SqlTokenKind.Quoted
                    ? new SqlStep(name.Value, name.Kind == SqlTokenKind.Quoted, null)
                    : throw new SelectException(SelectErrors.UnexpectedToken(name.Value)));
            }
            else if (tokens.TakeSymbol("["))
            {
                if (tokens.TakeSymbol("*"))
                {
                    steps.Add(new SqlStep(null, false, null));
                }
                else
                {
                    var index = tokens.Next();
                    steps.Add(index.Kind == SqlTokenKind.Number && int.TryParse(index.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new SqlStep(null, false, number)
                        : index.Kind == SqlTokenKind.Text ? new SqlStep(index.Value, true, null)
                        : throw new SelectException(SelectErrors.UnexpectedToken(index.Value)));
                }

                tokens.ExpectSymbol("]");
            }
            else
            {
                return steps;
            }
        }
    }

    private SqlExpression And()
    {
        var left = Not();
        while (tokens.Take("AND"))
        {
            left = new SqlBinary("AND", left, Not());
        }

        return left;
    }

    private SqlExpression Not()
    {
        var isNot = false;
        while (tokens.Take("NOT"))
        {
            isNot = !isNot;
        }

        var operand = Comparison();
        return isNot ? new SqlUnary("NOT", operand) : operand;
    }

    private SqlExpression Comparison()
    {
        var left = Joined();
        while (true)
        {
            if (tokens.Peek is { Kind: SqlTokenKind.Symbol } symbol && s_comparisons.Contains(symbol.Value))
            {
                tokens.Next();
                left = new SqlBinary(symbol.Value, left, Joined());
                continue;
            }

            if (tokens.Take("IS"))
            {
                var isNot = tokens.Take("NOT");
                left = tokens.Take("NULL") ? new SqlIs(left, false, isNot)
                    : tokens.Take("MISSING") ? new SqlIs(left, true, isNot)
                    : throw new SelectException(SelectErrors.UnexpectedToken(tokens.Peek.Value));
                continue;
            }

            var negated = tokens.Peek.IsWord("NOT") && (tokens.PeekSecond.IsWord("IN") || tokens.PeekSecond.IsWord("LIKE") || tokens.PeekSecond.IsWord("BETWEEN"));
            if (negated)
            {
                tokens.Next();
            }

            if (tokens.Take("IN"))
            {
                tokens.ExpectSymbol("(");
                left = new SqlIn(left, List(")"), negated);
            }
            else if (tokens.Take("LIKE"))
            {
                var pattern = Joined();
                left = new SqlLike(left, pattern, tokens.Take("ESCAPE") ? Joined() : null, negated);
            }
            else if (tokens.Take("BETWEEN"))
            {
                var low = Joined();
                tokens.Expect("AND");
                var between = new SqlBinary("AND", new SqlBinary(">=", left, low), new SqlBinary("<=", left, Joined()));
                left = negated ? new SqlUnary("NOT", between) : between;
            }
            else
            {
                return left;
            }
        }
    }

    private SqlExpression Joined()
    {
        var left = Sum();
        while (tokens.TakeSymbol("||"))
        {
            left = new SqlBinary("||", left, Sum());
        }

        return left;
    }

    private SqlExpression Sum()
    {
        var left = Product();
        while (tokens.Peek.IsSymbol("+") || tokens.Peek.IsSymbol("-"))
        {
            left = new SqlBinary(tokens.Next().Value, left, Product());
        }

        return left;
    }

    private SqlExpression Product()
    {
        var left = Signed();
        while (tokens.Peek.IsSymbol("*") || tokens.Peek.IsSymbol("/") || tokens.Peek.IsSymbol("%"))
        {
            left = new SqlBinary(tokens.Next().Value, left, Signed());
        }

        return left;
    }

    private SqlExpression Signed()
    {
        var isNegative = false;
        while (tokens.Peek.IsSymbol("-") || tokens.Peek.IsSymbol("+"))
        {
            isNegative ^= tokens.Next().Value == "-";
        }

        var term = Term();
        return isNegative ? new SqlUnary("-", term) : term;
    }

    private SqlExpression Term()
    {
        var token = tokens.Next();
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                return decimal.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new SqlLiteral(number)
                    : double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var wide) && double.IsFinite(wide) ? new SqlLiteral(wide)
                    : throw new SelectException(SelectErrors.UnexpectedToken(token.Value));
            case SqlTokenKind.Text:
                return new SqlLiteral(token.Value);
            case SqlTokenKind.Quoted:
                return new SqlPath([new SqlStep(token.Value, true, null), .. Steps()]);
            case SqlTokenKind.Word:
                return Word(token.Value);
            default:
                if (token.Value != "(")
                {
                    throw new SelectException(SelectErrors.UnexpectedToken(token.Value));
                }

                var inner = Expression();
                tokens.ExpectSymbol(")");
                return inner;
        }
    }

    private SqlExpression Word(string word)
    {
        var upper = word.ToUpperInvariant();
        if (upper is "TRUE" or "FALSE")
        {
            return new SqlLiteral(upper == "TRUE");
        }

        if (upper is "NULL" or "MISSING")
        {
            return new SqlLiteral(upper == "NULL" ? null : SqlValues.Missing);
        }

        if (upper == "CASE")
        {
            return Case();
        }

        if (tokens.TakeSymbol("("))
        {
            return upper == "CAST" ? Cast() : s_aggregates.Contains(upper) ? Aggregate(upper) : SqlCalls.Read(upper, tokens, this);
        }

        return SqlParser.IsReserved(word)
            ? throw new SelectException(SelectErrors.UnexpectedToken(word))
            : new SqlPath([new SqlStep(word, false, null), .. Steps()]);
    }

    private SqlCast Cast()
    {
        var operand = Expression();
        tokens.Expect("AS");
        var type = tokens.Next().Value.ToUpperInvariant();
        if (tokens.TakeSymbol("("))
        {
            // A precision is read and does not bind.
            while (!tokens.TakeSymbol(")"))
            {
                tokens.Next();
            }
        }

        tokens.ExpectSymbol(")");
        return type is "INT" or "INTEGER" or "SMALLINT" or "BIGINT" or "FLOAT" or "DOUBLE" or "REAL" or "DECIMAL" or "NUMERIC" or "STRING" or "VARCHAR" or "CHAR" or "BOOL" or "BOOLEAN" or "TIMESTAMP"
            ? new SqlCast(operand, type)
            : throw new SelectException(SelectErrors.ExpectedTypeName);
    }

    private SqlAggregate Aggregate(string function)
    {
        if (tokens.TakeSymbol("*"))
        {
            tokens.ExpectSymbol(")");
            return function == "COUNT" ? new SqlAggregate(function, null) : throw new SelectException(SelectErrors.UnexpectedToken("*"));
        }

        var operand = Expression();
        tokens.ExpectSymbol(")");
        return operand.HasAggregate ? throw new SelectException(SelectErrors.UnsupportedSyntax("aggregates cannot be nested")) : new SqlAggregate(function, operand);
    }

    private SqlCase Case()
    {
        var subject = tokens.Peek.IsWord("WHEN") ? null : Expression();
        var branches = new List<(SqlExpression, SqlExpression)>();
        while (tokens.Take("WHEN"))
        {
            var when = Expression();
            tokens.Expect("THEN");
            branches.Add((when, Expression()));
        }

        var otherwise = tokens.Take("ELSE") ? Expression() : null;
        tokens.Expect("END");
        return branches.Count == 0 ? throw new SelectException(SelectErrors.UnexpectedToken("END")) : new SqlCase(subject, branches, otherwise);
    }

    /// <summary>Expressions with commas between them, up to a closing symbol.</summary>
    internal List<SqlExpression> List(string end)
    {
        var list = new List<SqlExpression>();
        if (tokens.TakeSymbol(end))
        {
            return list;
        }

        do
        {
            list.Add(Expression());
        }
        while (tokens.TakeSymbol(","));
        tokens.ExpectSymbol(end);
        return list;
    }
}
