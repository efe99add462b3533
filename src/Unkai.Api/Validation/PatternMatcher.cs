using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Unkai.Api.Contracts;

namespace Unkai.Api.Validation;

/// <summary>The contracts' patterns, compiled when first needed: in linear time where they can be, else with a bound on it.</summary>
internal static class PatternMatcher
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<ScalarContract, Regex?> s_compiled = new();

    /// <summary>Whether the whole text matches. Java names two classes that .NET has not. A pattern that .NET cannot read binds nobody.</summary>
    public static bool Matches(ScalarContract contract, string text)
    {
        try
        {
            return s_compiled.GetOrAdd(contract, static c => Compile(c.Pattern!))?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex? Compile(string pattern)
    {
        var whole = @"\A(?:" + pattern.Replace(@"\p{ASCII}", @"[\x00-\x7f]", StringComparison.Ordinal).Replace(@"\p{Print}", @"[\x20-\x7e]", StringComparison.Ordinal) + @")\z";
        try
        {
            return new Regex(whole, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new Regex(whole, RegexOptions.CultureInvariant, s_timeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
