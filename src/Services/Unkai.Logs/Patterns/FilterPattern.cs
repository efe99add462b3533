using Unkai.Api;

namespace Unkai.Logs.Patterns;

/// <summary>A filter pattern: what a log event must look like.</summary>
/// <remarks>Source: CloudWatch Logs user guide, "Filter pattern syntax". Space-delimited patterns and regular expressions are refused by name.</remarks>
internal abstract class FilterPattern
{
    /// <summary>Whether an event's message matches.</summary>
    internal abstract bool Matches(string message);

    internal static Outcome<FilterPattern> Parse(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length == 0 ? TermPattern.Everything
            : trimmed[0] == '{' ? JsonPattern.Parse(trimmed)
            : trimmed[0] == '[' ? LogsErrors.Invalid("Invalid filter pattern: Unkai does not implement space-delimited patterns ([a, b, ...]).")
            : TermPattern.Parse(trimmed);
    }
}
