using System.Globalization;
using System.Text.Json;

namespace Unkai.Logs.Patterns;

/// <summary>Reads a JSON pattern: conditions on what paths lead to.</summary>
internal sealed class JsonPatternParser(string text) : ConditionParser<JsonElement>(text, stop: " \t)}&|")
{
    /// <summary>The paths that the pattern names, as it writes them.</summary>
    internal Dictionary<string, List<object>> Paths { get; } = [];

    /// <returns>Null when the pattern is not well-formed.</returns>
    internal Func<JsonElement, bool>? Parse() =>
        Take("{") && Or() is { } condition && Take("}") && Rest() == 0 ? condition : null;

    protected override Func<JsonElement, bool>? Comparison()
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

        return ReadComparison() is { } comparison ? root => Find(root, path) is { } found && Holds(comparison, found) : null;
    }

    private static bool Holds(Comparison comparison, JsonElement found) =>
        comparison.Holds(TextOf(found), found.ValueKind == JsonValueKind.Number ? found.GetDouble() : null);

    internal static string TextOf(JsonElement found) => found.ValueKind == JsonValueKind.String ? found.GetString()! : found.GetRawText();

    /// <returns>Null when the path leads nowhere.</returns>
    internal static JsonElement? Find(JsonElement root, List<object> path)
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

        var begin = At - 1;
        var steps = new List<object>();
        while (At < Text.Length && Text[At] is '.' or '[')
        {
            var isMember = Text[At++] == '.';
            var start = At;
            while (At < Text.Length && (isMember ? char.IsLetterOrDigit(Text[At]) || Text[At] is '_' or '-' or '@' or ':' : Text[At] != ']'))
            {
                At++;
            }

            var step = Text[start..At];
            if (step.Length == 0 || (!isMember && At++ >= Text.Length))
            {
                return null;
            }

            steps.Add(isMember ? step : int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : step.Trim('\'', '"'));
        }

        Paths.TryAdd(Text[begin..At], steps);
        return steps;
    }

    private bool TakeWord(string word)
    {
        Rest();
        if (!Text.AsSpan(At).StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        At += word.Length;
        return true;
    }
}
