namespace Unkai.Logs.Patterns;

/// <summary>Reads a space-delimited pattern: names between commas, each with conditions on itself, and at most one ellipsis.</summary>
internal sealed class SpacePatternParser(string text) : ConditionParser<string>(text, stop: " \t,)]&|")
{
    private const string NameEnds = " \t,()[]=!<>&|\"";
    private string? _name;

    /// <returns>False when the pattern is not well-formed; <paramref name="behind"/> is null without an ellipsis.</returns>
    internal bool Parse(out List<SpaceField> before, out List<SpaceField>? behind)
    {
        (before, behind) = ([], null);
        if (!Take("["))
        {
            return false;
        }

        do
        {
            if (Take("..."))
            {
                if (behind is not null)
                {
                    return false;
                }

                behind = [];
                continue;
            }

            _name = null;
            if (Or() is not { } condition)
            {
                return false;
            }

            (behind ?? before).Add(new SpaceField(_name!, condition));
        }
        while (Take(","));
        return Take("]") && Rest() == 0;
    }

    protected override Func<string, bool>? Comparison()
    {
        Rest();
        var start = At;
        while (At < Text.Length && !NameEnds.Contains(Text[At], StringComparison.Ordinal))
        {
            At++;
        }

        var name = Text[start..At];
        if (name.Length == 0 || name == "..." || (_name ??= name) != name)
        {
            return null; // A field's conditions are on itself.
        }

        if (Rest() > 0 && Text[At] is ',' or ']')
        {
            return static _ => true;
        }

        return ReadComparison() is { } comparison ? field => comparison.Holds(field, Patterns.Comparison.NumberOf(field)) : null;
    }
}
