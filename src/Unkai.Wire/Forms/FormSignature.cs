using System.Text;
using Unkai.Api;
using Unkai.Wire.Signing;

namespace Unkai.Wire.Forms;

/// <summary>Who signed a form: its policy is what is signed.</summary>
/// <remarks>Source: Amazon S3 API Reference, "Authenticating Requests in Browser-Based Uploads Using POST".</remarks>
public static class FormSignature
{
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <returns>A signature of the form None for an unsigned form.</returns>
    public static Outcome<RequestSignature> Parse(FormUpload form)
    {
        var fields = form.Fields;
        if (fields.ContainsKey("x-amz-signature") || fields.ContainsKey("x-amz-credential") || fields.ContainsKey("x-amz-algorithm"))
        {
            return ParseVersion4(fields);
        }

        var (key, signature) = (fields.GetValueOrDefault("AWSAccessKeyId"), fields.GetValueOrDefault("signature"));
        if (key is null && signature is null && !fields.ContainsKey("policy"))
        {
            return RequestSignature.Absent;
        }

        return key is null ? FormUpload.Missing("AWSAccessKeyId")
            : signature is null ? FormUpload.Missing("signature")
            : !fields.ContainsKey("policy") ? FormUpload.Missing("policy")
            : new RequestSignature { Form = SignatureForm.LegacyForm, AccessKeyId = key, Signature = signature, SessionToken = fields.GetValueOrDefault("x-amz-security-token") };
    }

    private static Outcome<RequestSignature> ParseVersion4(IReadOnlyDictionary<string, string> fields)
    {
        foreach (var name in new[] { "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "policy" })
        {
            if (!fields.ContainsKey(name))
            {
                return FormUpload.Missing(name == "policy" ? name : string.Join('-', name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])));
            }
        }

        if (fields["x-amz-algorithm"] != RequestSignature.Algorithm)
        {
            return Invalid("Only AWS4-HMAC-SHA256 is supported", "x-amz-algorithm", fields["x-amz-algorithm"]);
        }

        if (CredentialScope.Parse(fields["x-amz-credential"]) is not { } scope)
        {
            return Invalid("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".", "x-amz-credential", fields["x-amz-credential"]);
        }

        return !DateTimeOffset.TryParseExact(fields["x-amz-date"], DateFormat, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var signedAt)
            ? Invalid("X-Amz-Date must be formatted via ISO8601 Long format", "X-Amz-Date", fields["x-amz-date"])
            : new RequestSignature
            {
                Form = SignatureForm.Form,
                AccessKeyId = scope.AccessKeyId,
                Scope = scope,
                Signature = fields["x-amz-signature"],
                SignedAt = signedAt,
                SignedAtText = fields["x-amz-date"],
                SessionToken = fields.GetValueOrDefault("x-amz-security-token"),
            };
    }

    /// <summary>Whether the secret signed the policy.</summary>
    internal static bool Verify(RequestSignature signature, string secret, string policy, SigningKeys keys)
    {
        if (signature.Form == SignatureForm.LegacyForm)
        {
            return SignatureVerifier.VerifyLegacy(signature, secret, Encoding.UTF8.GetBytes(policy));
        }

        return SignatureVerifier.Matches(keys.Derive(secret, signature.Scope!.Value), Encoding.UTF8.GetBytes(policy), signature.Signature);
    }

    private static AwsError Invalid(string message, string name, string value) => new("InvalidArgument", 400, message) { Extra = [new("ArgumentName", name), new("ArgumentValue", value)] };
}
