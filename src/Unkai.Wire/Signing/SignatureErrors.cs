using System.Globalization;
using System.Text;
using Unkai.Api;

namespace Unkai.Wire.Signing;

/// <summary>What AWS answers to signatures that are missing, malformed, wrong or too old.</summary>
/// <remarks>
/// S3 has codes of its own, the JSON protocols say <c>…Exception</c>, Query speaks the common errors.
/// Source: Amazon S3 API reference, "Error responses"; each service's "Common errors".
/// </remarks>
internal static class SignatureErrors
{
    private const string IncompleteSignature = "IncompleteSignature";
    private const string UnreadableQuery = "AuthorizationQueryParametersError";

    internal static AwsError AsymmetricNotImplemented { get; } = new("NotImplemented", 501, "Unkai does not implement Signature Version 4A (AWS4-ECDSA-P256-SHA256).");

    internal static AwsError UnsupportedQueryAlgorithm { get; } = QueryError("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");

    internal static AwsError UnknownAuthorization(string text) => AuthorizationArgument("Unsupported Authorization Type", text);

    internal static AwsError MalformedLegacyAuthorization(string text) => AuthorizationArgument("AWS authorization header is invalid.  Expected AwsAccessKeyId:signature", text);

    internal static AwsError TwoMechanisms(string text) => AuthorizationArgument(
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified", text);

    internal static AwsError QueryDateMismatch(string scopeDate, string date) => QueryError($"Invalid credential date \"{scopeDate}\". This date is not the same as X-Amz-Date: \"{date}\".");

    /// <summary>S3's own code and sentence for a version 4 header that lacks a part.</summary>
    internal static AwsError MalformedS3Header { get; } =
        new("AuthorizationHeaderMalformed", 400, "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.");

    internal static AwsError MissingDate { get; } = new("AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header");

    internal static AwsError MissingHeaderDate { get; } = new(IncompleteSignature, 400, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");

    internal static AwsError MissingContentHash { get; } = new("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256");

    internal static AwsError HeaderNotSigned(string name) =>
        new("AccessDenied", 403, "There were headers present in the request which were not signed") { Extra = [new("HeadersNotSigned", name)] };

    internal static AwsError IncompleteQuery { get; } = QueryError("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");

    internal static AwsError MalformedCredential { get; } = QueryError("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");

    internal static AwsError MalformedQueryDate { get; } = QueryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");

    internal static AwsError ExpiresNotANumber { get; } = QueryError("X-Amz-Expires should be a number");

    internal static AwsError ExpiresNegative { get; } = QueryError("X-Amz-Expires must be non-negative");

    internal static AwsError ExpiresTooLong { get; } = QueryError("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");

    internal static AwsError IncompleteLegacyQuery { get; } = new("AccessDenied", 403, "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");

    internal static AwsError LegacyExpiresMalformed { get; } = new("AccessDenied", 403, "Invalid date (should be seconds since epoch)");

    internal static AwsError IncompleteAuthorization(bool credential, bool signedHeaders, bool signature)
    {
        var missing = string.Concat(
            credential ? "" : "Authorization header requires 'Credential' parameter. ",
            signature ? "" : "Authorization header requires 'Signature' parameter. ",
            signedHeaders ? "" : "Authorization header requires 'SignedHeaders' parameter. ");
        return new AwsError(IncompleteSignature, 400, missing.TrimEnd());
    }

    internal static bool IsIncomplete(AwsError problem) => problem.Code == IncompleteSignature;

    /// <summary>What services other than S3 say of a signature that they cannot read.</summary>
    internal static AwsError Incomplete(AwsError problem) => IsIncomplete(problem) ? problem
        : problem.Code == UnreadableQuery ? new AwsError(IncompleteSignature, 400, problem.Message)
        : IncompleteAuthorization(credential: false, signedHeaders: false, signature: false);

    internal static AwsError UnknownKey(ErrorDialect dialect, string accessKeyId = "") => dialect switch
    {
        ErrorDialect.S3 => new("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.") { Extra = [new("AWSAccessKeyId", accessKeyId)] },
        ErrorDialect.Json => new("UnrecognizedClientException", 400, "The security token included in the request is invalid."),
        ErrorDialect.RestJson => new("UnrecognizedClientException", 403, "The security token included in the request is invalid."),
        _ => new("InvalidClientTokenId", 403, "The security token included in the request is invalid."),
    };

    internal static AwsError BadToken(ErrorDialect dialect) => dialect switch
    {
        ErrorDialect.S3 => new("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
        _ => UnknownKey(dialect),
    };

    internal static AwsError ExpiredToken(ErrorDialect dialect) => dialect switch
    {
        ErrorDialect.S3 => new("ExpiredToken", 400, "The provided token has expired."),
        ErrorDialect.Json => new("ExpiredTokenException", 400, "The security token included in the request is expired"),
        ErrorDialect.RestJson => new("ExpiredTokenException", 403, "The security token included in the request is expired"),
        _ => new("ExpiredToken", 403, "The security token included in the request is expired"),
    };

    internal static AwsError Missing(ErrorDialect dialect) => dialect switch
    {
        ErrorDialect.S3 => new("AccessDenied", 403, "Access Denied"),
        ErrorDialect.Json => new("MissingAuthenticationTokenException", 400, "Missing Authentication Token"),
        ErrorDialect.RestJson => new("MissingAuthenticationTokenException", 403, "Missing Authentication Token"),
        _ => new("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
    };

    /// <summary>S3 shows what it computed, so that a signer can find its mistake.</summary>
    internal static AwsError Mismatch(ErrorDialect dialect, RequestSignature signature, ReadOnlySpan<byte> stringToSign, ReadOnlySpan<byte> canonicalRequest)
    {
        var error = Mismatch(dialect);
        if (dialect != ErrorDialect.S3)
        {
            return error;
        }

        List<KeyValuePair<string, string>> extra =
        [
            new("AWSAccessKeyId", signature.AccessKeyId), new("StringToSign", Encoding.UTF8.GetString(stringToSign)), new("SignatureProvided", signature.Signature), new("StringToSignBytes", Bytes(stringToSign)),
        ];
        if (!canonicalRequest.IsEmpty)
        {
            extra.Add(new("CanonicalRequest", Encoding.UTF8.GetString(canonicalRequest)));
            extra.Add(new("CanonicalRequestBytes", Bytes(canonicalRequest)));
        }

        return error with { Extra = extra };

        static string Bytes(ReadOnlySpan<byte> bytes)
        {
            var text = new StringBuilder(bytes.Length * 3);
            foreach (var b in bytes)
            {
                text.Append(text.Length == 0 ? "" : " ").Append(b.ToString("x2", CultureInfo.InvariantCulture));
            }

            return text.ToString();
        }
    }

    internal static AwsError Mismatch(ErrorDialect dialect)
    {
        const string General = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
        return dialect switch
        {
            ErrorDialect.S3 => new("SignatureDoesNotMatch", 403, "The request signature we calculated does not match the signature you provided. Check your key and signing method."),
            ErrorDialect.Json => new("InvalidSignatureException", 400, General),
            ErrorDialect.RestJson => new("InvalidSignatureException", 403, General),
            _ => new("SignatureDoesNotMatch", 403, General),
        };
    }

    internal static AwsError Skewed(ErrorDialect dialect, RequestSignature signature, DateTimeOffset machineNow)
    {
        if (dialect == ErrorDialect.S3)
        {
            return new("RequestTimeTooSkewed", 403, "The difference between the request time and the current time is too large.")
            {
                Extra =
                [
                    new("RequestTime", signature.SignedAtText),
                    new("ServerTime", machineNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
                    new("MaxAllowedSkewMilliseconds", "900000"),
                ],
            };
        }

        var now = machineNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var early = signature.SignedAt < machineNow;
        var bound = (early ? machineNow - RequestAuthenticator.SkewMax : machineNow + RequestAuthenticator.SkewMax).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var message = early
            ? $"Signature expired: {signature.SignedAtText} is now earlier than {bound} ({now} - 15 min.)"
            : $"Signature not yet current: {signature.SignedAtText} is still later than {bound} ({now} + 15 min.)";
        return Mismatch(dialect) with { Message = message };
    }

    internal static AwsError PresignedExpired(ErrorDialect dialect, RequestSignature signature, DateTimeOffset expiredAt, DateTimeOffset now)
    {
        if (dialect != ErrorDialect.S3)
        {
            return Mismatch(dialect) with { Message = "Signature expired: " + signature.SignedAtText };
        }

        List<KeyValuePair<string, string>> extra = [];
        if (signature.ExpiresAfter is { } seconds)
        {
            extra.Add(new("X-Amz-Expires", ((int)seconds.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        }

        extra.Add(new("Expires", expiredAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
        extra.Add(new("ServerTime", now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
        return new AwsError("AccessDenied", 403, "Request has expired") { Extra = extra };
    }

    private static AwsError AuthorizationArgument(string message, string text) =>
        new("InvalidArgument", 400, message) { Extra = [new("ArgumentName", "Authorization"), new("ArgumentValue", text)] };

    private static AwsError QueryError(string message) => new(UnreadableQuery, 400, message);
}
