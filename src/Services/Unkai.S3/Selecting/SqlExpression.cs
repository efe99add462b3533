namespace Unkai.S3.Selecting;

/// <summary>A node of an expression. Every value may be missing or null; what it is then is each node's to say.</summary>
internal abstract record SqlExpression
{
    internal abstract object? Evaluate(SelectRow row);

    /// <summary>The nodes below.</summary>
    internal virtual IEnumerable<SqlExpression> Children => [];

    /// <summary>The name of a column that has no other.</summary>
    internal virtual string? Name => null;

    internal bool HasAggregate => this is SqlAggregate || Children.Any(static child => child.HasAggregate);

    internal IEnumerable<SqlAggregate> Aggregates => this is SqlAggregate aggregate ? [aggregate] : Children.SelectMany(static child => child.Aggregates);

    internal bool? IsTrue(SelectRow row) => Evaluate(row) is var value && SqlValues.IsNothing(value) ? null : SqlValues.Flag(value) ?? false;
}

internal sealed record SqlLiteral(object? Value) : SqlExpression
{
    internal override object? Evaluate(SelectRow row) => Value;
}

/// <summary>A column or a path into a record.</summary>
internal sealed record SqlPath(IReadOnlyList<SqlStep> Steps) : SqlExpression
{
    internal override string? Name => Steps[^1].Name;

    internal override object? Evaluate(SelectRow row) => row.Find(Steps);
}

/// <summary>A step of a path: a name, in quotes or not, a number in brackets, or all elements.</summary>
internal sealed record SqlStep(string? Name, bool IsQuoted, int? Index)
{
    internal bool IsAll => Name is null && Index is null;
}

internal sealed record SqlUnary(string Operator, SqlExpression Operand) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children => [Operand];

    internal override object? Evaluate(SelectRow row) => Operator == "-"
        ? SqlValues.Arithmetic('-', 0m, Operand.Evaluate(row))
        : Operand.IsTrue(row) is { } value ? !value : null;
}

internal sealed record SqlBinary(string Operator, SqlExpression Left, SqlExpression Right) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children => [Left, Right];

    internal override object? Evaluate(SelectRow row)
    {
        switch (Operator)
        {
            case "AND":
                return Left.IsTrue(row) switch { false => false, var left => Right.IsTrue(row) is var right && right == false ? false : left is null ? null : right };
            case "OR":
                return Left.IsTrue(row) switch { true => true, var left => Right.IsTrue(row) is var right && right == true ? true : left is null ? null : right };
            case "||":
                var (one, other) = (Left.Evaluate(row), Right.Evaluate(row));
                return SqlValues.IsNothing(one) || SqlValues.IsNothing(other) ? null : SqlValues.Text(one) + SqlValues.Text(other);
            case "+" or "-" or "*" or "/" or "%":
                return SqlValues.Arithmetic(Operator[0], Left.Evaluate(row), Right.Evaluate(row));
        }

        return SqlValues.Compare(Left.Evaluate(row), Right.Evaluate(row)) is not { } order ? null : Operator switch
        {
            "=" => order == 0,
            "<>" or "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}

internal sealed record SqlIs(SqlExpression Operand, bool IsMissing, bool IsNot) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children => [Operand];

    // CSV has no nulls: an empty field is what they are there.
    internal override object? Evaluate(SelectRow row) =>
        (Operand.Evaluate(row) is var value && (IsMissing ? ReferenceEquals(value, SqlValues.Missing) : SqlValues.IsNothing(value))) != IsNot;
}

internal sealed record SqlIn(SqlExpression Operand, IReadOnlyList<SqlExpression> Choices, bool IsNot) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children => [Operand, .. Choices];

    internal override object? Evaluate(SelectRow row)
    {
        var value = Operand.Evaluate(row);
        return SqlValues.IsNothing(value) ? null : Choices.Any(choice => SqlValues.Compare(value, choice.Evaluate(row)) == 0) != IsNot;
    }
}

internal sealed record SqlLike(SqlExpression Operand, SqlExpression Pattern, SqlExpression? Escape, bool IsNot) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children => Escape is null ? [Operand, Pattern] : [Operand, Pattern, Escape];

    internal override object? Evaluate(SelectRow row)
    {
        var (value, pattern, escape) = (Operand.Evaluate(row), Pattern.Evaluate(row), Escape?.Evaluate(row));
        if (SqlValues.IsNothing(value) || SqlValues.IsNothing(pattern))
        {
            return null;
        }

        return value is not string text || pattern is not string wanted || (Escape is not null && escape is not string { Length: 1 })
            ? throw new SelectException(SelectErrors.WrongArgumentType("LIKE"))
            : Matches(text, wanted, (escape as string)?[0]) != IsNot;
    }

    /// <summary>Two cursors and one way back: no pattern costs more than its length times the text's.</summary>
    private static bool Matches(string text, string pattern, char? escape)
    {
        var (at, wanted, star, mark) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            var isEscaped = wanted + 1 < pattern.Length && pattern[wanted] == escape;
            if (wanted < pattern.Length && !isEscaped && pattern[wanted] == '%')
            {
                star = wanted++;
                mark = at;
            }
            else if (wanted < pattern.Length && (isEscaped ? pattern[wanted + 1] == text[at] : pattern[wanted] == '_' || pattern[wanted] == text[at]))
            {
                wanted += isEscaped ? 2 : 1;
                at++;
            }
            else if (star >= 0)
            {
                wanted = star + 1;
                at = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (wanted < pattern.Length && pattern[wanted] == '%')
        {
            wanted++;
        }

        return wanted == pattern.Length;
    }
}

internal sealed record SqlCase(SqlExpression? Subject, IReadOnlyList<(SqlExpression When, SqlExpression Then)> Branches, SqlExpression? Else) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children =>
        [.. Subject is null ? [] : new[] { Subject }, .. Branches.SelectMany(static branch => new[] { branch.When, branch.Then }), .. Else is null ? [] : new[] { Else }];

    internal override object? Evaluate(SelectRow row)
    {
        var subject = Subject?.Evaluate(row);
        foreach (var (when, then) in Branches)
        {
            if (Subject is null ? when.IsTrue(row) == true : SqlValues.Compare(subject, when.Evaluate(row)) == 0)
            {
                return then.Evaluate(row);
            }
        }

        return Else?.Evaluate(row);
    }
}

internal sealed record SqlCast(SqlExpression Operand, string Type) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children => [Operand];

    internal override object? Evaluate(SelectRow row) => SqlValues.Cast(Operand.Evaluate(row), Type);
}

internal sealed record SqlCall(string Function, IReadOnlyList<SqlExpression> Arguments) : SqlExpression
{
    internal override IEnumerable<SqlExpression> Children => Arguments;

    internal override object? Evaluate(SelectRow row) => SqlFunctions.Call(Function, [.. Arguments.Select(argument => argument.Evaluate(row))], row.Now);
}

/// <summary>An aggregate: fed row by row, read at the end.</summary>
internal sealed record SqlAggregate(string Function, SqlExpression? Operand) : SqlExpression
{
    private long _count;
    private object? _value;

    internal override IEnumerable<SqlExpression> Children => Operand is null ? [] : [Operand];

    internal void Take(SelectRow row)
    {
        var value = Operand is null ? true : Operand.Evaluate(row);
        if (SqlValues.IsNothing(value))
        {
            return;
        }

        _count++;
        if (Function is "SUM" or "AVG")
        {
            _value = SqlValues.Arithmetic('+', _value ?? 0m, value);
        }
        else if (Function is "MIN" or "MAX")
        {
            value = value is string ? SqlValues.Number(value) ?? value : value;
            _value = _value is null || SqlValues.Compare(value, _value) is { } order && (Function == "MIN" ? order < 0 : order > 0) ? value : _value;
        }
    }

    internal override object? Evaluate(SelectRow row) => Function switch
    {
        "COUNT" => (decimal)_count,
        "AVG" => _value switch { decimal sum => sum / _count, double sum => sum / _count, _ => null },
        _ => _value,
    };
}
