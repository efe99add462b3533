using System.Globalization;
using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>Reads paths, values and what UPDATE sets.</summary>
internal sealed class PartiQlOperands(PartiQlReader reader, IReadOnlyList<Value> parameters)
{
    /// <summary>How many question marks were read.</summary>
    internal int ParametersUsed { get; private set; }

    /// <summary>A value that DynamoDB refuses, or a parameter that is not there.</summary>
    internal AwsError? Error { get; private set; }

    /// <summary><c>a.b[3]</c>, each name in double quotes or without.</summary>
    internal DocumentPath? ParsePath()
    {
        var parts = new List<PathPart>();
        do
        {
            if (reader.Current.Kind is not (PartiQlTokenKind.Word or PartiQlTokenKind.QuotedName))
            {
                reader.FailHere();
                return null;
            }

            parts.Add(PathPart.Member(reader.Take().Text));
            while (reader.TrySymbol("["))
            {
                if (ParseStep() is not { } step)
                {
                    return null;
                }

                parts.Add(step);
            }
        }
        while (reader.TrySymbol("."));

        if (parts.Count > Value.DepthMax)
        {
            reader.Fail(ExpressionErrors.PathTooDeep(parts.Count));
            return null;
        }

        return new DocumentPath(parts);
    }

    /// <summary>A value, a path, or <c>size(path)</c>.</summary>
    internal Operand? ParseOperand()
    {
        if (reader.IsWord(SizeOperand.Function) && reader.Next is { Kind: PartiQlTokenKind.Symbol, Text: "(" })
        {
            reader.Take();
            reader.Take();
            return ParsePath() is { } inner && reader.ExpectSymbol(")") ? new SizeOperand(new PathOperand(inner)) : null;
        }

        if (IsValue())
        {
            return ParseValue() is { } value ? new ConstantOperand(value) : null;
        }

        return ParsePath() is { } path ? new PathOperand(path) : null;
    }

    /// <summary>What an attribute is set to: an operand, a sum or difference, or list_append.</summary>
    internal UpdateTerm? ParseTerm()
    {
        var left = ParseSimpleTerm();
        if (left is null || (!reader.IsSymbol("+") && !reader.IsSymbol("-")))
        {
            return left;
        }

        var isDifference = reader.Take().Text == "-";
        return ParseSimpleTerm() is { } right ? new SumTerm(left, right, isDifference) : null;
    }

    /// <summary><c>{'name': value, …}</c>, or a parameter that is a map.</summary>
    internal MapValue? ParseMap()
    {
        if (!reader.IsSymbol("?") && !reader.IsSymbol("{"))
        {
            reader.FailHere();
            return null;
        }

        if (ParseValue() is not { } value)
        {
            return null;
        }

        if (value is not MapValue map)
        {
            reader.Fail("An item is a map");
            return null;
        }

        return map;
    }

    internal Value? ParseValue()
    {
        if (!reader.Enter())
        {
            return null;
        }

        var value = reader.Current.Kind switch
        {
            PartiQlTokenKind.Text => new StringValue(reader.Take().Text),
            PartiQlTokenKind.Number => ParseNumber(""),
            PartiQlTokenKind.Word => ParseWord(),
            PartiQlTokenKind.Symbol => ParseSymbol(),
            _ => Nothing(),
        };
        reader.Leave();
        return value;
    }

    private UpdateTerm? ParseSimpleTerm()
    {
        if (!reader.IsWord(ListAppendTerm.Function) && !reader.IsWord(IfNotExistsTerm.Function))
        {
            return ParseOperand() is { } operand ? new OperandTerm(operand) : null;
        }

        var isAppend = reader.IsWord(ListAppendTerm.Function);
        if (!reader.Enter())
        {
            return null;
        }

        reader.Take();
        if (!reader.ExpectSymbol("(") || ParseSimpleTerm() is not { } first || !reader.ExpectSymbol(",") || ParseSimpleTerm() is not { } second || !reader.ExpectSymbol(")"))
        {
            return null;
        }

        reader.Leave();
        if (isAppend)
        {
            return new ListAppendTerm(first, second);
        }

        if (first is OperandTerm { Path: { } path })
        {
            return new IfNotExistsTerm(path, second);
        }

        reader.Fail(ExpressionErrors.NeedsPath(IfNotExistsTerm.Function));
        return null;
    }

    private PathPart? ParseStep()
    {
        var token = reader.Take();
        PathPart? step = token.Kind switch
        {
            PartiQlTokenKind.Number when int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) => PathPart.Element(index),
            PartiQlTokenKind.Text => PathPart.Member(token.Text),
            _ => null,
        };
        if (step is null)
        {
            reader.Fail(PartiQlErrors.Unexpected(token));
            return null;
        }

        return reader.ExpectSymbol("]") ? step : null;
    }

    private bool IsValue() => reader.Current.Kind switch
    {
        PartiQlTokenKind.Text or PartiQlTokenKind.Number => true,
        PartiQlTokenKind.Symbol => reader.Current.Text is "?" or "[" or "{" or "<<" or "-" or "+",
        PartiQlTokenKind.Word => reader.IsWord("TRUE") || reader.IsWord("FALSE") || reader.IsWord("NULL"),
        _ => false,
    };

    private Value? ParseWord()
    {
        if (reader.TryWord("TRUE"))
        {
            return BooleanValue.True;
        }

        return reader.TryWord("FALSE") ? BooleanValue.False : reader.TryWord("NULL") ? NullValue.Instance : Nothing();
    }

    private Value? ParseSymbol()
    {
        var token = reader.Take();
        switch (token.Text)
        {
            case "?" when ParametersUsed < parameters.Count:
                return parameters[ParametersUsed++];
            case "?":
                Error ??= PartiQlErrors.ParameterCount;
                return null;
            case "-" or "+" when reader.Current.Kind is PartiQlTokenKind.Number:
                return ParseNumber(token.Text);
            case "[":
                return ParseElements("]") is { } elements ? new ListValue(elements) : null;
            case "<<":
                return ParseElements(">>") is { } members ? SetOf(members) : null;
            case "{":
                return ParseMembers();
            default:
                reader.Fail(PartiQlErrors.Unexpected(token));
                return null;
        }
    }

    private Value? Nothing()
    {
        reader.FailHere();
        return null;
    }

    private NumberValue? ParseNumber(string sign)
    {
        var text = sign + reader.Take().Text;
        var problem = NumberText.Parse(text, out var number);
        if (problem is NumberProblem.None)
        {
            return new NumberValue(number);
        }

        Error ??= ValueErrors.Of(problem, text);
        return null;
    }

    private List<Value>? ParseElements(string end)
    {
        var elements = new List<Value>();
        if (reader.TrySymbol(end))
        {
            return elements;
        }

        do
        {
            if (ParseValue() is not { } element)
            {
                return null;
            }

            elements.Add(element);
        }
        while (reader.TrySymbol(","));

        return reader.ExpectSymbol(end) ? elements : null;
    }

    private MapValue? ParseMembers()
    {
        var members = new Dictionary<string, Value>();
        if (reader.TrySymbol("}"))
        {
            return new MapValue(members);
        }

        do
        {
            if (reader.Current.Kind is not PartiQlTokenKind.Text)
            {
                reader.FailHere();
                return null;
            }

            var name = reader.Take().Text;
            if (!reader.ExpectSymbol(":") || ParseValue() is not { } value)
            {
                return null;
            }

            if (!members.TryAdd(name, value))
            {
                reader.Fail($"The attribute {name} is there twice");
                return null;
            }
        }
        while (reader.TrySymbol(","));

        return reader.ExpectSymbol("}") ? new MapValue(members) : null;
    }

    /// <summary>A set has at least one element, all of one type, S, N or B, none twice.</summary>
    private SetValue? SetOf(List<Value> elements)
    {
        if (elements.Count > 0 && elements.TrueForAll(element => element.Type == elements[0].Type) && elements.Distinct().Count() == elements.Count)
        {
            switch (elements[0])
            {
                case StringValue: return new StringSetValue([.. elements.Cast<StringValue>().Select(value => value.Text)]);
                case NumberValue: return new NumberSetValue([.. elements.Cast<NumberValue>().Select(value => value.Number)]);
                case BinaryValue: return new BinarySetValue([.. elements.Cast<BinaryValue>().Select(value => value.Bytes)]);
                default: break;
            }
        }

        reader.Fail("A set has strings, numbers or byte strings, at least one, all of one type and each once");
        return null;
    }
}
