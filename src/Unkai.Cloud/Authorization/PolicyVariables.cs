using System.Text;

namespace Unkai.Cloud.Authorization;

/// <summary>Policy variables: <c>${aws:username}</c>, with a default as <c>${key, 'default'}</c>, and the literals <c>${*}</c>, <c>${?}</c>, <c>${$}</c>.</summary>
/// <remarks>Source: IAM User Guide, "IAM policy elements: Variables and tags".</remarks>
internal static class PolicyVariables
{
    /// <returns>Null when a variable has neither a value in the request nor a default: the element then matches nothing.</returns>
    internal static string? Expand(string pattern, AuthorizationRequest request)
    {
        if (!pattern.Contains("${", StringComparison.Ordinal))
        {
            return pattern;
        }

        var expanded = new StringBuilder(pattern.Length);
        for (var at = 0; at < pattern.Length;)
        {
            var open = pattern.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : pattern.IndexOf('}', open);
            if (close < 0)
            {
                return expanded.Append(pattern.AsSpan(at)).ToString();
            }

            expanded.Append(pattern.AsSpan(at, open - at));
            if (ValueOf(pattern[(open + 2)..close], request) is not { } value)
            {
                return null;
            }

            expanded.Append(value);
            at = close + 1;
        }

        return expanded.ToString();
    }

    private static string? ValueOf(string variable, AuthorizationRequest request)
    {
        switch (variable)
        {
            case "*": return Wildcard.LiteralStar.ToString();
            case "?": return Wildcard.LiteralQuestion.ToString();
            case "$": return "$";
        }

        var comma = variable.IndexOf(',', StringComparison.Ordinal);
        var key = (comma < 0 ? variable : variable[..comma]).Trim();
        var value = request.Find(key) is [var only] ? only : comma < 0 ? null : variable[(comma + 1)..].Trim().Trim('\'');
        return value?.Replace('*', Wildcard.LiteralStar).Replace('?', Wildcard.LiteralQuestion);
    }
}
