namespace Unkai.Wire.Signing;

/// <summary>An access key id as clients write it: the key, and after an <c>@</c> the world that it is for (<c>123456789012@pr-42</c>).</summary>
public static class AccessKeyName
{
    /// <summary>The key without the world.</summary>
    public static string KeyOf(string accessKeyId)
    {
        var at = accessKeyId.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? accessKeyId : accessKeyId[..at];
    }

    /// <returns>The name after the <c>@</c>, whether or not it is one; null when the key names no world.</returns>
    public static string? WorldOf(string accessKeyId)
    {
        var at = accessKeyId.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? null : accessKeyId[(at + 1)..];
    }
}
