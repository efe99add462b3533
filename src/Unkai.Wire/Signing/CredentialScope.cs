namespace Unkai.Wire.Signing;

/// <summary>What a signature says of itself: <c>AKID/20260101/us-east-1/s3/aws4_request</c>.</summary>
/// <remarks>Source: IAM User Guide, "Create a signed AWS API request".</remarks>
public readonly record struct CredentialScope(string AccessKeyId, string Date, string Region, string Service)
{
    private const string Terminator = "aws4_request";

    /// <returns>Null when the text is no credential scope.</returns>
    public static CredentialScope? Parse(ReadOnlySpan<char> text)
    {
        // The key id comes first and may itself hold slashes; the four parts behind it may not.
        Span<Range> parts = stackalloc Range[16];
        var count = text.Split(parts, '/');
        if (count is < 5 or > 15 || !text[parts[count - 1]].SequenceEqual(Terminator) || text[parts[count - 4]] is not { Length: 8 } date)
        {
            return null;
        }

        var key = text[..parts[count - 5].End.Value];
        return key.IsEmpty || date.ContainsAnyExceptInRange('0', '9')
            ? null
            : new CredentialScope(key.ToString(), date.ToString(), text[parts[count - 3]].ToString(), text[parts[count - 2]].ToString());
    }

    /// <summary>The scope without the key, as it stands in the string to sign.</summary>
    public string ToSigningText() => $"{Date}/{Region}/{Service}/{Terminator}";
}
