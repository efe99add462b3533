using System.Globalization;

namespace Unkai.S3.Selecting;

/// <summary>Reads an expression: <c>SELECT … FROM S3Object… [alias] [WHERE …] [LIMIT …]</c>.</summary>
/// <remarks>Source: Amazon S3 User Guide, "SELECT command".</remarks>
internal sealed class SqlParser
{
    private static readonly HashSet<string> s_reserved = new(
        ["SELECT", "FROM", "WHERE", "LIMIT", "AND", "OR", "NOT", "IN", "IS", "LIKE", "BETWEEN", "AS", "CASE", "WHEN", "THEN", "ELSE", "END", "ESCAPE", "GROUP", "ORDER", "HAVING", "JOIN", "UNION"],
        StringComparer.OrdinalIgnoreCase);

    private readonly SqlTokens _tokens;
    private readonly SqlTerms _terms;
    private string? _alias;

    private SqlParser(string text)
    {
        _tokens = new SqlTokens(SqlLexer.Read(text));
        _terms = new SqlTerms(_tokens);
    }

    /// <exception cref="SelectException">The expression is none.</exception>
    internal static SelectQuery Read(string text) => new SqlParser(text).Query();

    internal static bool IsReserved(string word) => s_reserved.Contains(word);

    private SelectQuery Query()
    {
        _tokens.Expect("SELECT");
        var columns = Columns();
        if (!_tokens.Take("FROM"))
        {
            throw new SelectException(SelectErrors.MissingFrom);
        }

        var source = Source();
        var where = _tokens.Take("WHERE") ? _terms.Expression() : null;
        long? limit = null;
        if (_tokens.Take("LIMIT"))
        {
            var token = _tokens.Next();
            limit = token.Kind == SqlTokenKind.Number && long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new SelectException(SelectErrors.InvalidLimit);
        }

        _tokens.TakeSymbol(";");
        if (_tokens.Peek is { Kind: not SqlTokenKind.End } more)
        {
            throw new SelectException(more.Value.ToUpperInvariant() is "GROUP" or "ORDER" or "HAVING" or "JOIN" or "UNION"
                ? SelectErrors.UnsupportedSyntax($"{more.Value.ToUpperInvariant()} is not supported")
                : SelectErrors.UnexpectedToken(more.Value));
        }

        var query = new SelectQuery(columns?.ConvertAll(column => column with { Expression = WithoutAlias(column.Expression) }), source, where is null ? null : WithoutAlias(where), limit);
        if (query.Where is { HasAggregate: true }
            || (query.Aggregates.Count > 0 && query.Columns!.Any(static column => !column.Expression.HasAggregate && column.Expression is not SqlLiteral)))
        {
            throw new SelectException(SelectErrors.UnsupportedSyntax("aggregates and columns cannot be mixed"));
        }

        return query;
    }

    private List<SelectColumn>? Columns()
    {
        if (_tokens.TakeSymbol("*"))
        {
            return null;
        }

        var columns = new List<SelectColumn>();
        do
        {
            var expression = _terms.Expression();

            // alias.* is everything too.
            if (expression is SqlPath { Steps: [_, { IsAll: true, Index: null }] } && columns.Count == 0 && !_tokens.Peek.IsSymbol(","))
            {
                return null;
            }

            columns.Add(new SelectColumn(expression, Alias()));
        }
        while (_tokens.TakeSymbol(","));
        return columns;
    }

    private string? Alias()
    {
        var isSaid = _tokens.Take("AS");
        var token = _tokens.Peek;
        if (token.Kind == SqlTokenKind.Quoted || (token.Kind == SqlTokenKind.Word && !IsReserved(token.Value)))
        {
            return _tokens.Next().Value;
        }

        return isSaid ? throw new SelectException(SelectErrors.UnexpectedToken(token.Value)) : null;
    }

    private List<SqlStep> Source()
    {
        var name = _tokens.Next();
        if (name.Kind is not (SqlTokenKind.Word or SqlTokenKind.Quoted) || !name.Value.Equals("S3Object", StringComparison.OrdinalIgnoreCase))
        {
            throw new SelectException(SelectErrors.InvalidAlias(name.Value));
        }

        var steps = _terms.Steps();
        _alias = Alias();
        if (_tokens.Peek.IsSymbol(","))
        {
            throw new SelectException(SelectErrors.UnsupportedSyntax("a query reads one source"));
        }

        return steps;
    }

    /// <summary>Paths lose the table's name where they begin with it.</summary>
    private SqlExpression WithoutAlias(SqlExpression expression) => SqlRewriting.Each(expression, node =>
        node is SqlPath { Steps: [{ Name: { } first }, _, ..] } path && IsTable(first) ? new SqlPath([.. path.Steps.Skip(1)]) : node);

    private bool IsTable(string name) => (_alias is not null && name.Equals(_alias, StringComparison.OrdinalIgnoreCase)) || name.Equals("S3Object", StringComparison.OrdinalIgnoreCase);
}
