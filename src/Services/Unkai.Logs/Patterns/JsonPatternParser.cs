using System.Globalization;
using System.Text.Json;

namespace Unkai.Logs.Patterns;

/// <summary>Reads a JSON pattern by recursive descent: or, and, parentheses, comparisons.</summary>
internal sealed class JsonPatternParser(string text)
{
    private const int DepthMax = 32;
    private int _at;
    private int _depth;

    /// <returns>Null when the pattern is not well-formed.</returns>
    internal Func<JsonElement, bool>? Parse() =>
        Take("{") && Or() is { } condition && Take("}") && Rest() == 0 ? condition : null;

    private Func<JsonElement, bool>? Or()
    {
        var left = And();
        while (left is not null && Take("||"))
        {
            if (And() is not { } right)
            {
                return null;
            }

            var before = left;
            left = root => before(root) || right(root);
        }

        return left;
    }

    private Func<JsonElement, bool>? And()
    {
        var left = Term();
        while (left is not null && Take("&&"))
        {
            if (Term() is not { } right)
            {
                return null;
            }

            var before = left;
            left = root => before(root) && right(root);
        }

        return left;
    }

    private Func<JsonElement, bool>? Term()
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

    private Func<JsonElement, bool>? Comparison()
    {
        if (Path() is not { } path)
        {
            return null;
        }

        if (TakeWord("NOT") && TakeWord("EXISTS"))
        {
            return root => Find(root, path) is null;
        }

        if (TakeWord("EXISTS"))
        {
            return root => Find(root, path) is not null;
        }

        if (TakeWord("IS"))
        {
            JsonValueKind? kind = TakeWord("NULL") ? JsonValueKind.Null : TakeWord("TRUE") ? JsonValueKind.True : TakeWord("FALSE") ? JsonValueKind.False : null;
            return kind is null ? null : root => Find(root, path)?.ValueKind == kind;
        }

        var operation = Array.Find(["!=", "<=", ">=", "=", "<", ">"], Take);
        Rest();
        var isText = _at < text.Length && text[_at] == '"';
        if (operation is null || Quoted.Read(text, ref _at, stop: " \t)}&|") is not { } value || (value.Length == 0 && !isText))
        {
            return null;
        }

        double? number = !isText && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        return operation is "=" or "!=" || number is not null ? root => Compare(Find(root, path), operation, value, number) : null;
    }

    private static bool Compare(JsonElement? found, string operation, string value, double? number)
    {
        if (found is not { } element)
        {
            return false;
        }

        if (number is { } wanted && element.ValueKind == JsonValueKind.Number)
        {
            var actual = element.GetDouble();
            return operation switch
            {
                "=" => actual == wanted,
                "!=" => actual != wanted,
                "<" => actual < wanted,
                "<=" => actual <= wanted,
                ">" => actual > wanted,
                ">=" => actual >= wanted,
                _ => false,
            };
        }

        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        return operation switch { "=" => Wild(value, text), "!=" => !Wild(value, text), _ => false };
    }

    /// <summary>Whether the text matches a pattern in which <c>*</c> stands for anything.</summary>
    private static bool Wild(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    private static JsonElement? Find(JsonElement root, List<object> path)
    {
        var at = root;
        foreach (var step in path)
        {
            if (step is string name && at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var member))
            {
                at = member;
            }
            else if (step is int index && at.ValueKind == JsonValueKind.Array && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    /// <summary><c>$.name</c>, <c>$.name[3]</c>, <c>$['name']</c>.</summary>
    private List<object>? Path()
    {
        if (!Take("$"))
        {
            return null;
        }

        var steps = new List<object>();
        while (_at < text.Length && text[_at] is '.' or '[')
        {
            var isMember = text[_at++] == '.';
            var start = _at;
            while (_at < text.Length && (isMember ? char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '@' or ':' : text[_at] != ']'))
            {
                _at++;
            }

            var step = text[start.._at];
            if (step.Length == 0 || (!isMember && _at++ >= text.Length))
            {
                return null;
            }

            steps.Add(isMember ? step : int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : step.Trim('\'', '"'));
        }

        return steps;
    }

    private bool Take(string token)
    {
        Rest();
        if (!text.AsSpan(_at).StartsWith(token, StringComparison.Ordinal))
        {
            return false;
        }

        _at += token.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        Rest();
        if (!text.AsSpan(_at).StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    /// <summary>Passes over spaces; how much is left.</summary>
    private int Rest()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return text.Length - _at;
    }
}
