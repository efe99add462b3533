using Unkai.Api;

namespace Unkai.Logs.Patterns;

/// <summary>A filter pattern: what a log event must look like.</summary>
/// <remarks>Source: CloudWatch Logs user guide, "Filter pattern syntax". Regular expressions are refused by name.</remarks>
internal abstract class FilterPattern
{
    /// <summary>Whether an event's message matches.</summary>
    internal abstract bool Matches(string message);

    /// <summary>The values that the pattern names, in an event that matches.</summary>
    internal virtual Dictionary<string, string> Extract(string message) => [];

    internal static Outcome<FilterPattern> Parse(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length == 0 ? TermPattern.Everything
            : trimmed[0] == '{' ? JsonPattern.Parse(trimmed)
            : trimmed[0] == '[' ? SpacePattern.Parse(trimmed)
            : TermPattern.Parse(trimmed);
    }

    protected static AwsError Malformed(bool hasRegularExpression) => LogsErrors.Invalid(
        hasRegularExpression ? "Invalid filter pattern: Unkai does not implement regular expressions (%...%)." : "Invalid filter pattern");
}
