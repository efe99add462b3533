namespace Unkai.Logs.Patterns;

/// <summary>Reads conditions by recursive descent: or, and, parentheses; what a comparison is, a kind of pattern says itself.</summary>
internal abstract class ConditionParser<T>(string text, string stop)
{
    private const int DepthMax = 32;
    private int _depth;

    /// <summary>Whether the pattern compares with a regular expression, which is refused by name.</summary>
    internal bool HasRegularExpression { get; private set; }

    protected int At { get; set; }

    protected string Text { get; } = text;

    /// <returns>Null when it is not well-formed.</returns>
    protected abstract Func<T, bool>? Comparison();

    protected Func<T, bool>? Or()
    {
        var left = And();
        while (left is not null && Take("||"))
        {
            if (And() is not { } right)
            {
                return null;
            }

            var before = left;
            left = subject => before(subject) || right(subject);
        }

        return left;
    }

    /// <summary>An operator and what stands behind it.</summary>
    protected Comparison? ReadComparison()
    {
        var operation = Array.Find(["!=", "<=", ">=", "=", "<", ">"], Take);
        Rest();
        var isText = At < Text.Length && Text[At] == '"';
        var at = At;
        if (operation is null || Quoted.Read(Text, ref at, stop) is not { } value || (value.Length == 0 && !isText))
        {
            return null;
        }

        At = at;
        HasRegularExpression |= !isText && value[0] == '%';
        var number = isText ? null : Patterns.Comparison.NumberOf(value);
        return (operation is "=" or "!=" || number is not null) && !HasRegularExpression ? new Comparison(operation, value, number) : null;
    }

    protected bool Take(string token)
    {
        Rest();
        if (!Text.AsSpan(At).StartsWith(token, StringComparison.Ordinal))
        {
            return false;
        }

        At += token.Length;
        return true;
    }

    /// <summary>Passes over spaces; how much is left.</summary>
    protected int Rest()
    {
        while (At < Text.Length && char.IsWhiteSpace(Text[At]))
        {
            At++;
        }

        return Text.Length - At;
    }

    private Func<T, bool>? And()
    {
        var left = Term();
        while (left is not null && Take("&&"))
        {
            if (Term() is not { } right)
            {
                return null;
            }

            var before = left;
            left = subject => before(subject) && right(subject);
        }

        return left;
    }

    private Func<T, bool>? Term()
    {
        if (!Take("("))
        {
            return Comparison();
        }

        if (++_depth > DepthMax)
        {
            return null;
        }

        var inner = Or();
        _depth--;
        return inner is not null && Take(")") ? inner : null;
    }
}
