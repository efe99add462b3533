using System.Text.Json;

namespace Unkai.Lambda.EventSources;

/// <summary>A filter of an event source mapping: an object whose lists say what the record's values may be.</summary>
/// <remarks>Source: Lambda developer guide, "Control which events Lambda sends to your function", filter rule syntax.</remarks>
internal sealed class EventFilter
{
    private readonly JsonElement _pattern;

    private EventFilter(JsonElement pattern) => _pattern = pattern;

    /// <returns>Null when the pattern is none.</returns>
    internal static EventFilter? Parse(string pattern)
    {
        try
        {
            using var document = JsonDocument.Parse(pattern);
            return IsValid(document.RootElement) ? new EventFilter(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal bool Matches(JsonElement record) => Matches(_pattern, record);

    private static bool IsValid(JsonElement pattern) => pattern.ValueKind == JsonValueKind.Object && pattern.EnumerateObject().All(static member => member.Value.ValueKind switch
    {
        JsonValueKind.Object => IsValid(member.Value),
        JsonValueKind.Array when member.Name == "$or" => member.Value.EnumerateArray().All(IsValid),
        JsonValueKind.Array => member.Value.GetArrayLength() > 0 && member.Value.EnumerateArray().All(IsRule),
        _ => false,
    });

    private static bool IsRule(JsonElement rule) => rule.ValueKind switch
    {
        JsonValueKind.Array => false,
        JsonValueKind.Object => rule.EnumerateObject().All(static member => member.Name switch
        {
            "prefix" or "suffix" or "equals-ignore-case" => member.Value.ValueKind == JsonValueKind.String,
            "exists" => member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "numeric" => IsRange(member.Value),
            "anything-but" => member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().All(IsRule) : IsRule(member.Value),
            _ => false,
        }),
        _ => true,
    };

    private static bool IsRange(JsonElement range) =>
        range.ValueKind == JsonValueKind.Array && range.GetArrayLength() is 2 or 4
        && range.EnumerateArray().Select((part, index) => part.ValueKind == (index % 2 == 0 ? JsonValueKind.String : JsonValueKind.Number)).All(static fits => fits);

    private static bool Matches(JsonElement pattern, JsonElement? value)
    {
        foreach (var member in pattern.EnumerateObject())
        {
            if (member.Name == "$or" && member.Value.ValueKind == JsonValueKind.Array)
            {
                if (!member.Value.EnumerateArray().Any(choice => Matches(choice, value)))
                {
                    return false;
                }

                continue;
            }

            JsonElement? inner = value is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(member.Name, out var found) ? found : null;
            if (!(member.Value.ValueKind == JsonValueKind.Object ? Matches(member.Value, inner) : member.Value.EnumerateArray().Any(rule => MatchesAny(rule, inner))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesAny(JsonElement rule, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Any(item => MatchesRule(rule, item)) : MatchesRule(rule, value);

    private static bool MatchesRule(JsonElement rule, JsonElement? value)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            return value is { } given && JsonElement.DeepEquals(rule, given);
        }

        var text = value is { ValueKind: JsonValueKind.String } ? value.Value.GetString() : null;
        return rule.EnumerateObject().All(condition => condition.Name switch
        {
            "exists" => condition.Value.GetBoolean() == value is not null,
            "prefix" => text?.StartsWith(condition.Value.GetString()!, StringComparison.Ordinal) == true,
            "suffix" => text?.EndsWith(condition.Value.GetString()!, StringComparison.Ordinal) == true,
            "equals-ignore-case" => string.Equals(text, condition.Value.GetString(), StringComparison.OrdinalIgnoreCase),
            "anything-but" => value is { } given && !(condition.Value.ValueKind == JsonValueKind.Array ? condition.Value.EnumerateArray().Any(other => MatchesRule(other, given)) : MatchesRule(condition.Value, given)),
            "numeric" => value is { ValueKind: JsonValueKind.Number } number && IsWithin(condition.Value, number.GetDouble()),
            _ => false,
        });
    }

    /// <summary><c>["&gt;", 0, "&lt;=", 5]</c>.</summary>
    private static bool IsWithin(JsonElement range, double value)
    {
        for (var i = 0; i + 1 < range.GetArrayLength(); i += 2)
        {
            var bound = range[i + 1].GetDouble();
            var holds = range[i].GetString() switch { "=" => value == bound, ">" => value > bound, ">=" => value >= bound, "<" => value < bound, "<=" => value <= bound, _ => false };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }
}
