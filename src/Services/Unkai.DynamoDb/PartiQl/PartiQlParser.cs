using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>Reads statements.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "PartiQL - a SQL-compatible query language for Amazon DynamoDB".</remarks>
internal sealed class PartiQlParser
{
    private readonly PartiQlReader _reader;
    private readonly PartiQlOperands _operands;
    private readonly PartiQlConditions _conditions;

    private PartiQlParser(string text, IReadOnlyList<Value> parameters)
    {
        _reader = new PartiQlReader(text);
        _operands = new PartiQlOperands(_reader, parameters);
        _conditions = new PartiQlConditions(_reader, _operands);
    }

    /// <summary>The statement with its parameters; ValidationException for what is none.</summary>
    internal static Outcome<PartiQlStatement> Parse(string text, IReadOnlyList<Value> parameters)
    {
        var parser = new PartiQlParser(text, parameters);
        var statement = parser.ParseStatement();
        parser._reader.TrySymbol(";");
        if (statement is null && parser._reader.Problem is null && parser._reader.IsAtStart)
        {
            parser._reader.Fail("Expected data manipulation");
        }

        if (statement is null || !parser._reader.IsAtEnd)
        {
            parser._reader.FailHere();
        }

        return parser._operands.Error is { } error ? error
            : parser._reader.Problem is { } problem ? PartiQlErrors.Malformed(problem)
            : parser._operands.ParametersUsed != parameters.Count ? PartiQlErrors.ParameterCount
            : statement!;
    }

    private PartiQlStatement? ParseStatement()
    {
        if (_reader.IsWord("EXISTS"))
        {
            return ParseExists();
        }

        return _reader.TryWord("SELECT") ? ParseSelect()
            : _reader.TryWord("INSERT") ? ParseInsert()
            : _reader.TryWord("UPDATE") ? ParseUpdate()
            : _reader.TryWord("DELETE") ? ParseDelete()
            : null;
    }

    private ExistsStatement? ParseExists()
    {
        _reader.Take();
        return _reader.ExpectSymbol("(") && _reader.ExpectWord("SELECT") && ParseSelect() is { } select && _reader.ExpectSymbol(")")
            ? new ExistsStatement(select.Table, select.Where)
            : null;
    }

    private SelectStatement? ParseSelect()
    {
        List<DocumentPath>? paths = null;
        if (!_reader.TrySymbol("*"))
        {
            paths = [];
            do
            {
                if (_operands.ParsePath() is not { } path)
                {
                    return null;
                }

                paths.Add(path);
            }
            while (_reader.TrySymbol(","));
        }

        if (!_reader.ExpectWord("FROM") || ParseName() is not { } table)
        {
            return null;
        }

        var index = _reader.TrySymbol(".") ? ParseName() : null;
        return TryParseWhere(out var where) && ParseOrder() is { } order ? new SelectStatement(table, index, paths, where, order) : null;
    }

    private InsertStatement? ParseInsert() =>
        _reader.ExpectWord("INTO") && ParseName() is { } table && _reader.ExpectWord("VALUE") && _operands.ParseMap() is { } item
            ? new InsertStatement(table, item)
            : null;

    private UpdateStatement? ParseUpdate()
    {
        if (ParseName() is not { } table)
        {
            return null;
        }

        var actions = new List<UpdateAction>();
        while (_reader.IsWord(SetAction.Section) || _reader.IsWord(RemoveAction.Section))
        {
            var isSet = _reader.TryWord(SetAction.Section) || !_reader.TryWord(RemoveAction.Section);
            do
            {
                if (_operands.ParsePath() is not { } path || (isSet ? ParseSet(path) : new RemoveAction(path)) is not { } action)
                {
                    return null;
                }

                actions.Add(action);
            }
            while (_reader.TrySymbol(","));
        }

        if (actions.Count == 0)
        {
            _reader.FailHere();
            return null;
        }

        return TryParseWhere(out var where) && TryParseReturning(out var returning, isDelete: false) ? new UpdateStatement(table, actions, where, returning) : null;
    }

    private DeleteStatement? ParseDelete() =>
        _reader.ExpectWord("FROM") && ParseName() is { } table && TryParseWhere(out var where) && TryParseReturning(out var returning, isDelete: true)
            ? new DeleteStatement(table, where, returning)
            : null;

    private UpdateAction? ParseSet(DocumentPath path)
    {
        if (!_reader.ExpectSymbol("="))
        {
            return null;
        }

        var function = _reader.Current.Text;
        if (_reader.IsWord("set_add") || _reader.IsWord("set_delete"))
        {
            _reader.Take();
            return ParseSetFunction(path, isAddition: function.Equals("set_add", StringComparison.OrdinalIgnoreCase));
        }

        return _operands.ParseTerm() is { } value ? new SetAction(path, value) : null;
    }

    /// <summary><c>set_add(path, set)</c> or <c>set_delete(path, set)</c>, of the path that is set.</summary>
    private UpdateAction? ParseSetFunction(DocumentPath path, bool isAddition)
    {
        if (!_reader.ExpectSymbol("(") || _operands.ParsePath() is not { } of || !_reader.ExpectSymbol(",") || _operands.ParseOperand() is not { } elements || !_reader.ExpectSymbol(")"))
        {
            return null;
        }

        if (of.Describe(Placeholders.None) != path.Describe(Placeholders.None))
        {
            _reader.Fail("The first argument of set_add and set_delete is the attribute that is set");
            return null;
        }

        return isAddition ? new AddAction(path, elements) : new DeleteAction(path, elements);
    }

    private bool TryParseWhere(out ConditionNode? where)
    {
        where = null;
        return !_reader.TryWord("WHERE") || (where = _conditions.Parse()) is not null;
    }

    private List<SortOrder>? ParseOrder()
    {
        var order = new List<SortOrder>();
        if (!_reader.TryWord("ORDER"))
        {
            return order;
        }

        if (!_reader.ExpectWord("BY"))
        {
            return null;
        }

        do
        {
            if (ParseName() is not { } name)
            {
                return null;
            }

            var isDescending = _reader.TryWord("DESC");
            _ = isDescending || _reader.TryWord("ASC");
            order.Add(new SortOrder(name, isDescending));
        }
        while (_reader.TrySymbol(","));

        return order;
    }

    /// <summary>What a statement returns: a DELETE only what was there.</summary>
    private bool TryParseReturning(out string? returning, bool isDelete)
    {
        returning = null;
        if (!_reader.TryWord("RETURNING"))
        {
            return true;
        }

        var extent = _reader.TryWord("ALL") ? "ALL" : !isDelete && _reader.TryWord("MODIFIED") ? "UPDATED" : null;
        var moment = _reader.TryWord("OLD") ? "OLD" : !isDelete && _reader.TryWord("NEW") ? "NEW" : null;
        if (extent is null || moment is null || !_reader.ExpectSymbol("*"))
        {
            return !_reader.FailHere();
        }

        returning = $"{extent}_{moment}";
        return true;
    }

    private string? ParseName()
    {
        if (_reader.Current.Kind is PartiQlTokenKind.Word or PartiQlTokenKind.QuotedName)
        {
            return _reader.Take().Text;
        }

        _reader.FailHere();
        return null;
    }
}
