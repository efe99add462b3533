using Unkai.Api;

namespace Unkai.Logs.Patterns;

/// <summary>Terms: all plain ones must occur, no <c>-excluded</c> one, and at least one <c>?optional</c> one where there are only such.</summary>
internal sealed class TermPattern : FilterPattern
{
    private readonly List<string> _required = [];
    private readonly List<string> _optional = [];
    private readonly List<string> _excluded = [];

    internal static FilterPattern Everything { get; } = new TermPattern();

    internal static new Outcome<FilterPattern> Parse(string text)
    {
        var pattern = new TermPattern();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var terms = text[at] switch { '-' => pattern._excluded, '?' => pattern._optional, _ => pattern._required };
            at += text[at] is '-' or '?' ? 1 : 0;
            if (at < text.Length && text[at] == '%')
            {
                return Malformed(hasRegularExpression: true);
            }

            if (Quoted.Read(text, ref at, stop: " \t") is not { Length: > 0 } term)
            {
                return Malformed(hasRegularExpression: false);
            }

            terms.Add(term);
        }

        return pattern;
    }

    internal override bool Matches(string message) =>
        _required.TrueForAll(term => message.Contains(term, StringComparison.Ordinal))
        && !_excluded.Exists(term => message.Contains(term, StringComparison.Ordinal))
        && (_optional.Count == 0 || _required.Count > 0 || _optional.Exists(term => message.Contains(term, StringComparison.Ordinal)));
}
