using System.Globalization;
using System.Net;

namespace Unkai.Cloud.Authorization;

/// <summary>What each condition operator compares, before negation.</summary>
internal static class ConditionOperatorRules
{
    internal static bool IsNegated(this ConditionOperator comparison) => comparison is
        ConditionOperator.StringNotEquals or ConditionOperator.StringNotEqualsIgnoreCase or ConditionOperator.StringNotLike
        or ConditionOperator.NumericNotEquals or ConditionOperator.DateNotEquals or ConditionOperator.NotIpAddress
        or ConditionOperator.ArnNotEquals or ConditionOperator.ArnNotLike;

    /// <summary>Whether the values match in the operator's positive form; values of the wrong form never do.</summary>
    internal static bool Compare(this ConditionOperator comparison, string actual, string expected) => comparison switch
    {
        ConditionOperator.StringEquals or ConditionOperator.StringNotEquals => actual == Literal(expected),
        ConditionOperator.StringEqualsIgnoreCase or ConditionOperator.StringNotEqualsIgnoreCase =>
            string.Equals(actual, Literal(expected), StringComparison.OrdinalIgnoreCase),
        ConditionOperator.StringLike or ConditionOperator.StringNotLike => Wildcard.Matches(expected, actual, ignoreCase: false),
        ConditionOperator.Bool => string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase),
        ConditionOperator.BinaryEquals => actual == expected,
        ConditionOperator.IpAddress or ConditionOperator.NotIpAddress => IsInNetwork(actual, expected),
        ConditionOperator.ArnEquals or ConditionOperator.ArnLike or ConditionOperator.ArnNotEquals or ConditionOperator.ArnNotLike => MatchesArn(expected, actual),
        ConditionOperator.NumericEquals or ConditionOperator.NumericNotEquals => CompareNumbers(actual, expected) == 0,
        ConditionOperator.NumericLessThan => CompareNumbers(actual, expected) < 0,
        ConditionOperator.NumericLessThanEquals => CompareNumbers(actual, expected) <= 0,
        ConditionOperator.NumericGreaterThan => CompareNumbers(actual, expected) > 0,
        ConditionOperator.NumericGreaterThanEquals => CompareNumbers(actual, expected) >= 0,
        ConditionOperator.DateEquals or ConditionOperator.DateNotEquals => CompareDates(actual, expected) == 0,
        ConditionOperator.DateLessThan => CompareDates(actual, expected) < 0,
        ConditionOperator.DateLessThanEquals => CompareDates(actual, expected) <= 0,
        ConditionOperator.DateGreaterThan => CompareDates(actual, expected) > 0,
        ConditionOperator.DateGreaterThanEquals => CompareDates(actual, expected) >= 0,
        _ => throw new InvalidOperationException($"{comparison} is not compared by value."),
    };

    private static string Literal(string expanded) => expanded.Replace(Wildcard.LiteralStar, '*').Replace(Wildcard.LiteralQuestion, '?');

    private static int? CompareNumbers(string actual, string expected) =>
        decimal.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
        && decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right)
            : null;

    private static int? CompareDates(string actual, string expected) =>
        Date(actual) is { } left && Date(expected) is { } right ? left.CompareTo(right) : null;

    private static DateTimeOffset? Date(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds is > -62135596800 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;

    private static bool IsInNetwork(string actual, string expected) =>
        IPAddress.TryParse(actual, out var address)
        && (IPNetwork.TryParse(expected, out var network)
            ? network.Contains(address)
            : IPAddress.TryParse(expected, out var single) && single.Equals(address));

    /// <summary>Each of an ARN's six parts is compared by itself, so that a star does not reach over a colon; the resource may hold colons.</summary>
    private static bool MatchesArn(string pattern, string actual)
    {
        var expected = pattern.Split(':', 6);
        var parts = actual.Split(':', 6);
        if (expected.Length != 6 || parts.Length != 6)
        {
            return pattern == "*";
        }

        for (var i = 0; i < 6; i++)
        {
            if (!Wildcard.Matches(expected[i], parts[i], ignoreCase: false))
            {
                return false;
            }
        }

        return true;
    }
}
