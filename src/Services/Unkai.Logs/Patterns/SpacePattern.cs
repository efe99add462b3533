using System.Globalization;
using Unkai.Api;

namespace Unkai.Logs.Patterns;

/// <summary>A pattern over fields between spaces: <c>[ip, user != "root", ..., status = 4*, bytes &gt; 1000]</c>.</summary>
/// <remarks>
/// An event must have as many fields as the pattern has, or with an ellipsis at least as many as the others.
/// What stands between quotation marks or brackets is one field, without them.
/// </remarks>
internal sealed class SpacePattern : FilterPattern
{
    private readonly List<SpaceField> _before;
    private readonly List<SpaceField> _behind;
    private readonly bool _hasEllipsis;

    private SpacePattern(List<SpaceField> before, List<SpaceField>? behind)
    {
        _before = before;
        _behind = behind ?? [];
        _hasEllipsis = behind is not null;
    }

    internal static new Outcome<FilterPattern> Parse(string text)
    {
        var parser = new SpacePatternParser(text);
        return parser.Parse(out var before, out var behind) ? new SpacePattern(before, behind) : Malformed(parser.HasRegularExpression);
    }

    internal override bool Matches(string message)
    {
        var fields = Split(message);
        var named = _before.Count + _behind.Count;
        if (_hasEllipsis ? fields.Count < named : fields.Count != named)
        {
            return false;
        }

        return Hold(_before, fields, 0) && Hold(_behind, fields, fields.Count - _behind.Count);
    }

    /// <summary>Each field by its name, or its number where an ellipsis stands for it.</summary>
    internal override Dictionary<string, string> Extract(string message)
    {
        var fields = Split(message);
        var values = new Dictionary<string, string>();
        for (var i = 0; i < fields.Count; i++)
        {
            var name = i < _before.Count ? _before[i].Name
                : i >= fields.Count - _behind.Count ? _behind[i - fields.Count + _behind.Count].Name
                : (i + 1).ToString(CultureInfo.InvariantCulture);
            values["$" + name] = fields[i];
        }

        return values;
    }

    private static bool Hold(List<SpaceField> wanted, List<string> fields, int first)
    {
        for (var i = 0; i < wanted.Count; i++)
        {
            if (!wanted[i].Condition(fields[first + i]))
            {
                return false;
            }
        }

        return true;
    }

    private static List<string> Split(string message)
    {
        var fields = new List<string>();
        for (var at = 0; at < message.Length;)
        {
            if (char.IsWhiteSpace(message[at]))
            {
                at++;
                continue;
            }

            var start = at;
            if (message[at] == '[' && message.IndexOf(']', at) is var close and > 0)
            {
                fields.Add(message[(at + 1)..close]);
                at = close + 1;
            }
            else if (message[at] == '"' && Quoted.Read(message, ref at, "") is { } quoted)
            {
                fields.Add(quoted);
            }
            else
            {
                for (at = start; at < message.Length && !char.IsWhiteSpace(message[at]); at++)
                {
                }

                fields.Add(message[start..at]);
            }
        }

        return fields;
    }
}
