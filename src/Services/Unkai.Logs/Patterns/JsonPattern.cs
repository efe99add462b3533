using System.Text.Json;
using Unkai.Api;

namespace Unkai.Logs.Patterns;

/// <summary>A pattern over JSON: <c>{ ($.a.b[0] = "x*") &amp;&amp; ($.n &gt;= 3 || $.z NOT EXISTS) }</c>.</summary>
internal sealed class JsonPattern : FilterPattern
{
    private readonly Func<JsonElement, bool> _condition;

    private JsonPattern(Func<JsonElement, bool> condition) => _condition = condition;

    internal static new Outcome<FilterPattern> Parse(string text)
    {
        var parser = new JsonPatternParser(text);
        return parser.Parse() is { } condition ? new JsonPattern(condition) : LogsErrors.Invalid("Invalid filter pattern");
    }

    internal override bool Matches(string message)
    {
        var start = message.AsSpan().TrimStart();
        if (start.IsEmpty || start[0] is not ('{' or '['))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            return _condition(document.RootElement);
        }
        catch (JsonException)
        {
            return false; // It is text that begins like JSON.
        }
    }
}
