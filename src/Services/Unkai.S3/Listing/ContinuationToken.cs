using System.Text;

namespace Unkai.S3.Listing;

/// <summary>Where a listing goes on, opaque to callers.</summary>
internal static class ContinuationToken
{
    private const string Mark = "1";

    internal static string? Encode(string? last) => last is null ? null : Mark + Convert.ToBase64String(Encoding.UTF8.GetBytes(last));

    /// <returns>Null when it is not one of ours.</returns>
    internal static string? Decode(string token)
    {
        var bytes = new byte[token.Length];
        return token.StartsWith(Mark, StringComparison.Ordinal) && Convert.TryFromBase64Chars(token.AsSpan(Mark.Length), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
