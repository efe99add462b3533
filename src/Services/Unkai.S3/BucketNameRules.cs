using System.Buffers;
using System.Net;

namespace Unkai.S3;

/// <summary>The names that buckets may have.</summary>
/// <remarks>Source: Amazon S3 User Guide, "General purpose bucket naming rules".</remarks>
internal static class BucketNameRules
{
    private const int LengthMin = 3;
    private const int LengthMax = 63;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private static readonly SearchValues<char> s_once = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    /// <summary>Whether a new bucket may have the name.</summary>
    internal static bool IsValid(string name)
    {
        if (!CouldExist(name) || name.Length > LengthMax || IPAddress.TryParse(name, out _) && name.Count(c => c == '.') == 3)
        {
            return false;
        }

        if (name.StartsWith("xn--", StringComparison.Ordinal) || name.StartsWith("sthree-", StringComparison.Ordinal) || name.StartsWith("amzn-s3-demo-", StringComparison.Ordinal)
            || name.EndsWith("-s3alias", StringComparison.Ordinal) || name.EndsWith("--ol-s3", StringComparison.Ordinal)
            || name.EndsWith(".mrap", StringComparison.Ordinal) || name.EndsWith("--x-s3", StringComparison.Ordinal) || name.EndsWith("--table-s3", StringComparison.Ordinal))
        {
            return false;
        }

        // Each label between periods begins and ends with a letter or digit, as host names ask.
        return !name.Contains("..", StringComparison.Ordinal) && !name.Contains(".-", StringComparison.Ordinal) && !name.Contains("-.", StringComparison.Ordinal) && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
            && !name.AsSpan().ContainsAnyExcept(s_allowed);
    }

    /// <summary>Whether looking for a bucket of this name makes sense at all.</summary>
    internal static bool CouldExist(string name) => name.Length is >= LengthMin and <= 255 && !name.AsSpan().ContainsAnyExcept(s_once);
}
