using System.Text.Json;
using Unkai.Api;

namespace Unkai.Logs.Patterns;

/// <summary>A pattern over JSON: <c>{ ($.a.b[0] = "x*") &amp;&amp; ($.n &gt;= 3 || $.z NOT EXISTS) }</c>.</summary>
internal sealed class JsonPattern : FilterPattern
{
    private readonly Func<JsonElement, bool> _condition;
    private readonly Dictionary<string, List<object>> _paths;

    private JsonPattern(Func<JsonElement, bool> condition, Dictionary<string, List<object>> paths) => (_condition, _paths) = (condition, paths);

    internal static new Outcome<FilterPattern> Parse(string text)
    {
        var parser = new JsonPatternParser(text);
        return parser.Parse() is { } condition ? new JsonPattern(condition, parser.Paths) : Malformed(parser.HasRegularExpression);
    }

    internal override bool Matches(string message) => Read(message, _condition);

    internal override Dictionary<string, string> Extract(string message)
    {
        var values = new Dictionary<string, string>();
        Read(message, root =>
        {
            foreach (var (path, steps) in _paths)
            {
                if (JsonPatternParser.Find(root, steps) is { } found)
                {
                    values[path] = JsonPatternParser.TextOf(found);
                }
            }

            return true;
        });
        return values;
    }

    private static bool Read(string message, Func<JsonElement, bool> use)
    {
        var start = message.AsSpan().TrimStart();
        if (start.IsEmpty || start[0] is not ('{' or '['))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            return use(document.RootElement);
        }
        catch (JsonException)
        {
            return false; // It is text that begins like JSON.
        }
    }
}
