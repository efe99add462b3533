namespace Unkai.Api;

/// <summary>An access key that this cloud issued, with what is needed to verify a signature made with it.</summary>
/// <param name="AccessKeyId"><c>AKIA…</c> for a user, <c>ASIA…</c> for a session.</param>
/// <param name="SecretAccessKey">The signing secret; never logged.</param>
/// <param name="Principal">Whose key it is.</param>
public sealed record Credential(string AccessKeyId, string SecretAccessKey, Principal Principal)
{
    /// <summary>The token that must come with a session's key; null for a user's.</summary>
    public string? SessionToken { get; init; }

    /// <summary>When a session ends, in the world's time; null for a user's key.</summary>
    public DateTimeOffset? Expiration { get; init; }

    /// <summary>False for a user's key that was set to Inactive.</summary>
    public bool IsActive { get; init; } = true;

    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"AccessKeyId = {AccessKeyId}");
        return true;
    }
}
