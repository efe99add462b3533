namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary>Reads conditions and filters.</summary>
/// <remarks>
/// Source: DynamoDB Developer Guide, "Condition and filter expressions, operators, and functions in DynamoDB". A pair of parentheses may hold a condition or
/// an operand, and only what follows tells which; so each step returns either, and says what it needs where it needs one.
/// </remarks>
internal sealed class ConditionParser
{
    private readonly TokenReader _reader;

    /// <summary>Where the last group began and ended.</summary>
    private (int Start, int End) _group = (-1, -1);

    private ConditionParser(TokenReader reader) => _reader = reader;

    /// <returns>Null when there is no condition, with the reader's problem.</returns>
    internal static ConditionNode? Parse(TokenReader reader)
    {
        var parser = new ConditionParser(reader);
        var condition = parser.Condition(parser.ParseOr());
        if (!reader.IsAtEnd)
        {
            reader.FailSyntax();
        }

        return reader.Problem is null ? condition : null;
    }

    private object? ParseOr()
    {
        var left = ParseAnd();
        while (left is ConditionNode first && _reader.TryKeyword("OR"))
        {
            left = _reader.CountOperator() && Condition(ParseAnd()) is { } second ? new OrCondition(first, second) : null;
        }

        return left;
    }

    private object? ParseAnd()
    {
        var left = ParseTerm();
        while (left is ConditionNode first && _reader.TryKeyword("AND"))
        {
            left = _reader.CountOperator() && Condition(ParseTerm()) is { } second ? new AndCondition(first, second) : null;
        }

        return left;
    }

    private object? ParseTerm()
    {
        if (_reader.IsKeyword("NOT"))
        {
            return ParseNot();
        }

        var token = _reader.Current;
        var first = ParsePrimary();
        if (first is not Operand operand)
        {
            if (first is not null && IsFunction(token.Text) && Comparators.Parse(_reader.Current.Text) is not null)
            {
                _reader.Fail(ExpressionErrors.FunctionNotHere(token.Text));
                return null;
            }

            return first;
        }

        if (_reader.Current.Kind is TokenKind.Symbol && Comparators.Parse(_reader.Current.Text) is { } comparator)
        {
            _reader.Take();
            return _reader.CountOperator() && ParseOperand() is { } right ? new Comparison(comparator, operand, right) : null;
        }

        return _reader.TryKeyword(BetweenCondition.Function) ? ParseBetween(operand)
            : _reader.TryKeyword(InCondition.Function) ? ParseIn(operand)
            : operand;
    }

    private NotCondition? ParseNot()
    {
        if (!_reader.Enter())
        {
            return null;
        }

        _reader.Take();
        var inner = _reader.CountOperator() ? Condition(ParseTerm()) : null;
        _reader.Leave();
        return inner is null ? null : new NotCondition(inner);
    }

    private BetweenCondition? ParseBetween(Operand operand)
    {
        if (!_reader.CountOperator() || ParseOperand() is not { } lower)
        {
            return null;
        }

        if (!_reader.TryKeyword("AND"))
        {
            _reader.FailSyntax();
            return null;
        }

        return ParseOperand() is { } upper ? new BetweenCondition(operand, lower, upper) : null;
    }

    private InCondition? ParseIn(Operand operand) =>
        _reader.CountOperator() && ParseOperands() is { } choices ? new InCondition(operand, choices) : null;

    /// <summary>A condition in parentheses or of a function; an operand otherwise.</summary>
    private object? ParsePrimary()
    {
        if (_reader.IsSymbol("("))
        {
            return ParseGroup();
        }

        var token = _reader.Current;
        if (token.Kind is TokenKind.Name && _reader.Next is { Kind: TokenKind.Symbol, Text: "(" })
        {
            return ParseFunction();
        }

        if (token.Kind is TokenKind.ValuePlaceholder)
        {
            _reader.Take();
            return new PlaceholderOperand(token.Text);
        }

        return PathParser.Parse(_reader) is { } path ? new PathOperand(path) : null;
    }

    private object? ParseGroup()
    {
        var start = _reader.Position;
        if (!_reader.Enter())
        {
            return null;
        }

        _reader.Take();
        var inner = ParseOr();
        _reader.Leave();
        if (inner is null || !_reader.Expect(")"))
        {
            return null;
        }

        var end = _reader.Position;
        if (_group == (start + 1, end - 1))
        {
            _reader.Fail(ExpressionErrors.RedundantParentheses);
            return null;
        }

        _group = (start, end);
        return inner;
    }

    private Operand? ParseOperand()
    {
        var token = _reader.Current;
        var isFunction = token.Kind is TokenKind.Name && _reader.Next is { Kind: TokenKind.Symbol, Text: "(" };
        switch (ParsePrimary())
        {
            case Operand operand:
                return operand;
            case ConditionNode when isFunction:
                _reader.Fail(ExpressionErrors.FunctionNotHere(token.Text));
                return null;
            default:
                _reader.FailSyntax();
                return null;
        }
    }

    private List<Operand>? ParseOperands()
    {
        if (!_reader.Expect("(") || !_reader.Enter())
        {
            return null;
        }

        var operands = new List<Operand>();
        do
        {
            if (ParseOperand() is not { } operand)
            {
                return null;
            }

            operands.Add(operand);
        }
        while (_reader.TrySymbol(","));

        _reader.Leave();
        return _reader.Expect(")") ? operands : null;
    }

    private object? ParseFunction()
    {
        var name = _reader.Take().Text;
        if (!_reader.CountOperator() || ParseOperands() is not { } operands)
        {
            return null;
        }

        object? call = (name, operands) switch
        {
            (ExistsCondition.Function, [var operand]) => new ExistsCondition(operand, exists: true),
            (ExistsCondition.Opposite, [var operand]) => new ExistsCondition(operand, exists: false),
            (TypeCondition.Function, [var operand, var type]) => new TypeCondition(operand, type),
            (BeginsWithCondition.Function, [var operand, var prefix]) => new BeginsWithCondition(operand, prefix),
            (ContainsCondition.Function, [var operand, var part]) => new ContainsCondition(operand, part),
            (SizeOperand.Function, [var operand]) => new SizeOperand(operand),
            _ => null,
        };
        if (call is null)
        {
            _reader.Fail(IsFunction(name) ? ExpressionErrors.OperandCount(name, operands.Count) : ExpressionErrors.NoSuchFunction(name));
        }

        return call;
    }

    internal static bool IsFunction(string name) => name is
        ExistsCondition.Function or ExistsCondition.Opposite or TypeCondition.Function or BeginsWithCondition.Function or ContainsCondition.Function or SizeOperand.Function;

    /// <summary>The condition that is needed here; an error when an operand stands alone.</summary>
    private ConditionNode? Condition(object? found)
    {
        if (found is SizeOperand && (_reader.IsAtEnd || _reader.IsSymbol(")") || _reader.IsKeyword("AND") || _reader.IsKeyword("OR")))
        {
            _reader.Fail(ExpressionErrors.FunctionNotHere(SizeOperand.Function));
        }
        else if (found is not ConditionNode)
        {
            _reader.FailSyntax();
        }

        return found as ConditionNode;
    }
}
