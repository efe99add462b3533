namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary>Reads update expressions.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Using update expressions in DynamoDB".</remarks>
internal sealed class UpdateParser
{
    private static readonly string[] s_sections = [SetAction.Section, RemoveAction.Section, AddAction.Section, DeleteAction.Section];

    private readonly TokenReader _reader;

    private UpdateParser(TokenReader reader) => _reader = reader;

    /// <returns>Null when there is no update, with the reader's problem.</returns>
    internal static IReadOnlyList<UpdateAction>? Parse(TokenReader reader) => new UpdateParser(reader).ParseSections();

    private List<UpdateAction>? ParseSections()
    {
        var actions = new List<UpdateAction>();
        var seen = new HashSet<string>();
        do
        {
            var section = s_sections.FirstOrDefault(_reader.IsKeyword);
            if (section is null)
            {
                _reader.FailSyntax();
                return null;
            }

            if (!seen.Add(section))
            {
                _reader.Fail(ExpressionErrors.SectionTwice(section));
                return null;
            }

            _reader.Take();
            do
            {
                if (ParseAction(section) is not { } action)
                {
                    return null;
                }

                actions.Add(action);
            }
            while (_reader.TrySymbol(","));
        }
        while (!_reader.IsAtEnd);

        return actions;
    }

    private UpdateAction? ParseAction(string section)
    {
        if (!_reader.CountOperator() || PathParser.Parse(_reader) is not { } path)
        {
            return null;
        }

        switch (section)
        {
            case SetAction.Section:
                return _reader.Expect("=") && ParseValue() is { } value ? new SetAction(path, value) : null;
            case RemoveAction.Section:
                return new RemoveAction(path);
            default:
                var token = _reader.Current;
                if (token.Kind is not TokenKind.ValuePlaceholder)
                {
                    _reader.FailSyntax();
                    return null;
                }

                _reader.Take();
                var operand = new PlaceholderOperand(token.Text);
                return section == AddAction.Section ? new AddAction(path, operand) : new DeleteAction(path, operand);
        }
    }

    /// <summary>A term, or the sum or difference of two.</summary>
    private UpdateTerm? ParseValue()
    {
        var left = ParseTerm();
        if (left is null || (!_reader.IsSymbol("+") && !_reader.IsSymbol("-")))
        {
            return left;
        }

        var isDifference = _reader.Take().Text == "-";
        return _reader.CountOperator() && ParseTerm() is { } right ? new SumTerm(left, right, isDifference) : null;
    }

    private UpdateTerm? ParseTerm()
    {
        if (_reader.IsSymbol("("))
        {
            return ParseGroup();
        }

        var token = _reader.Current;
        if (token.Kind is TokenKind.ValuePlaceholder)
        {
            _reader.Take();
            return new OperandTerm(new PlaceholderOperand(token.Text));
        }

        if (token.Kind is TokenKind.Name && _reader.Next is { Kind: TokenKind.Symbol, Text: "(" })
        {
            return ParseFunction();
        }

        return PathParser.Parse(_reader) is { } path ? new OperandTerm(new PathOperand(path)) : null;
    }

    private UpdateTerm? ParseGroup()
    {
        _reader.Take();
        if (_reader.IsSymbol("("))
        {
            _reader.Fail(ExpressionErrors.RedundantParentheses);
            return null;
        }

        return ParseValue() is { } inner && _reader.Expect(")") ? inner : null;
    }

    private UpdateTerm? ParseFunction()
    {
        var name = _reader.Take().Text;
        if (!_reader.CountOperator() || !_reader.Enter() || ParseArguments() is not { } arguments)
        {
            return null;
        }

        _reader.Leave();
        switch (name, arguments)
        {
            case (ListAppendTerm.Function, [var first, var second]):
                return new ListAppendTerm(first, second);
            case (IfNotExistsTerm.Function, [OperandTerm { Path: { } path }, var otherwise]):
                return new IfNotExistsTerm(path, otherwise);
            case (IfNotExistsTerm.Function, { Count: 2 }):
                _reader.Fail(ExpressionErrors.NeedsPath(name));
                return null;
            case (ListAppendTerm.Function or IfNotExistsTerm.Function, _):
                _reader.Fail(ExpressionErrors.OperandCount(name, arguments.Count));
                return null;
            default:
                _reader.Fail(Conditions.ConditionParser.IsFunction(name) ? ExpressionErrors.FunctionNotHere(name) : ExpressionErrors.NoSuchFunction(name));
                return null;
        }
    }

    private List<UpdateTerm>? ParseArguments()
    {
        _reader.Take();
        var arguments = new List<UpdateTerm>();
        do
        {
            if (ParseTerm() is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }
        while (_reader.TrySymbol(","));

        return _reader.Expect(")") ? arguments : null;
    }
}
