using System.Globalization;
using Microsoft.AspNetCore.Http;
using Unkai.Api;

namespace Unkai.Wire.Signing;

/// <summary>The signature that a request carries, parsed but not yet verified.</summary>
public sealed record RequestSignature
{
    /// <summary>The algorithm of Signature Version 4.</summary>
    internal const string Algorithm = "AWS4-HMAC-SHA256";

    private const string AsymmetricAlgorithm = "AWS4-ECDSA-P256-SHA256";
    private const int ExpiresSecondsMax = 604_800;
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>A request without a signature.</summary>
    public static RequestSignature Absent { get; } = new() { Form = SignatureForm.None };

    /// <summary>Where the signature stands.</summary>
    public required SignatureForm Form { get; init; }

    /// <summary>The key that signed; empty for an anonymous request.</summary>
    public string AccessKeyId { get; init; } = "";

    /// <summary>Date, region and service of a version 4 signature.</summary>
    public CredentialScope? Scope { get; init; }

    /// <summary>The names of the signed headers, lower-case, in the signer's order.</summary>
    public string[] SignedHeaders { get; init; } = [];

    /// <summary>The signature: 64 hexadecimal digits in version 4, base64 in version 2.</summary>
    public string Signature { get; init; } = "";

    /// <summary>When the client signed, by the machine's time; null where the request does not say.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>The signing time as the client wrote it.</summary>
    public string SignedAtText { get; init; } = "";

    /// <summary>For how long a presigned URL is good; null for others.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>When a version 2 presigned URL ends, by the machine's time.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The session token that came with the request, or null.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Finds and parses a request's signature.</summary>
    public static Outcome<RequestSignature> Parse(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length > 0)
        {
            if (request.QueryString.HasValue && (request.Query.ContainsKey("X-Amz-Algorithm") || (request.Query.ContainsKey("AWSAccessKeyId") && request.Query.ContainsKey("Signature"))))
            {
                return SignatureErrors.TwoMechanisms(authorization);
            }

            return authorization.StartsWith(Algorithm, StringComparison.Ordinal) ? ParseHeader(request, authorization)
                : authorization.StartsWith(AsymmetricAlgorithm, StringComparison.Ordinal) ? SignatureErrors.AsymmetricNotImplemented
                : authorization.StartsWith("AWS ", StringComparison.Ordinal) ? ParseLegacyHeader(request, authorization)
                : SignatureErrors.UnknownAuthorization(authorization);
        }

        if (!request.QueryString.HasValue)
        {
            return Absent;
        }

        var query = request.Query;
        return query.ContainsKey("X-Amz-Algorithm") || query.ContainsKey("X-Amz-Signature") ? ParseQuery(query)
            : query.ContainsKey("AWSAccessKeyId") && query.ContainsKey("Signature") ? ParseLegacyQuery(query)
            : Absent;
    }

    /// <summary>The same problem in a dialect's words.</summary>
    public static AwsError In(ErrorDialect dialect, AwsError problem) => dialect switch
    {
        ErrorDialect.S3 => problem == SignatureErrors.MissingHeaderDate ? SignatureErrors.MissingDate : SignatureErrors.IsIncomplete(problem) ? SignatureErrors.MalformedS3Header : problem,
        _ when problem == SignatureErrors.AsymmetricNotImplemented => problem,
        ErrorDialect.Json => SignatureErrors.Incomplete(problem) with { Code = "IncompleteSignatureException" },
        ErrorDialect.RestJson => SignatureErrors.Incomplete(problem) with { Code = "IncompleteSignatureException", Status = 403 },
        _ => SignatureErrors.Incomplete(problem),
    };

    private static Outcome<RequestSignature> ParseHeader(HttpRequest request, string authorization)
    {
        CredentialScope? scope = null;
        string? signedHeaders = null;
        string? signature = null;
        foreach (var range in authorization.AsSpan(Algorithm.Length).Split(','))
        {
            var part = authorization.AsSpan(Algorithm.Length)[range].Trim();
            var equals = part.IndexOf('=');
            if (equals < 0)
            {
                continue;
            }

            var value = part[(equals + 1)..];
            switch (part[..equals])
            {
                case "Credential": scope = CredentialScope.Parse(value); break;
                case "SignedHeaders": signedHeaders = value.ToString(); break;
                case "Signature": signature = value.ToString(); break;
            }
        }

        if (scope is null || string.IsNullOrEmpty(signedHeaders) || string.IsNullOrEmpty(signature))
        {
            return SignatureErrors.IncompleteAuthorization(scope is not null, signedHeaders is not null, signature is not null);
        }

        var dateText = request.Headers["X-Amz-Date"].ToString();
        var signedAt = ParseDate(dateText) ?? ParseHttpDate(request.Headers.Date.ToString());
        if (signedAt is null)
        {
            return SignatureErrors.MissingHeaderDate;
        }

        return new RequestSignature
        {
            Form = SignatureForm.Header,
            AccessKeyId = scope.Value.AccessKeyId,
            Scope = scope,
            SignedHeaders = signedHeaders.Split(';'),
            Signature = signature,
            SignedAt = signedAt,
            SignedAtText = dateText.Length > 0 ? dateText : signedAt.Value.ToString(DateFormat, CultureInfo.InvariantCulture),
            SessionToken = NullIfEmpty(request.Headers["X-Amz-Security-Token"].ToString()),
        };
    }

    private static Outcome<RequestSignature> ParseQuery(IQueryCollection query)
    {
        var algorithm = query["X-Amz-Algorithm"].ToString();
        if (algorithm.StartsWith(AsymmetricAlgorithm, StringComparison.Ordinal))
        {
            return SignatureErrors.AsymmetricNotImplemented;
        }

        var dateText = query["X-Amz-Date"].ToString();
        var signature = query["X-Amz-Signature"].ToString();
        var signedHeaders = query["X-Amz-SignedHeaders"].ToString();
        if (algorithm.Length > 0 && algorithm != Algorithm)
        {
            return SignatureErrors.UnsupportedQueryAlgorithm;
        }

        if (algorithm.Length == 0 || dateText.Length == 0 || signature.Length == 0 || signedHeaders.Length == 0 || !query.ContainsKey("X-Amz-Credential"))
        {
            return SignatureErrors.IncompleteQuery;
        }

        if (CredentialScope.Parse(query["X-Amz-Credential"].ToString()) is not { } scope)
        {
            return SignatureErrors.MalformedCredential;
        }

        if (ParseDate(dateText) is not { } signedAt)
        {
            return SignatureErrors.MalformedQueryDate;
        }

        if (scope.Service == "s3" && !query.ContainsKey("X-Amz-Expires"))
        {
            return SignatureErrors.IncompleteQuery;
        }

        if (!dateText.StartsWith(scope.Date, StringComparison.Ordinal))
        {
            return SignatureErrors.QueryDateMismatch(scope.Date, dateText);
        }

        // Presigned URLs of services other than S3 may leave the expiry out; AWS then counts 15 minutes.
        var expires = 900;
        if (query.TryGetValue("X-Amz-Expires", out var expiresText)
            && !int.TryParse(expiresText.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out expires))
        {
            return SignatureErrors.ExpiresNotANumber;
        }

        return expires switch
        {
            < 0 => SignatureErrors.ExpiresNegative,
            > ExpiresSecondsMax => SignatureErrors.ExpiresTooLong,
            _ => new RequestSignature
            {
                Form = SignatureForm.Query,
                AccessKeyId = scope.AccessKeyId,
                Scope = scope,
                SignedHeaders = signedHeaders.Split(';'),
                Signature = signature,
                SignedAt = signedAt,
                SignedAtText = dateText,
                ExpiresAfter = TimeSpan.FromSeconds(expires),
                SessionToken = NullIfEmpty(query["X-Amz-Security-Token"].ToString()),
            },
        };
    }

    private static Outcome<RequestSignature> ParseLegacyHeader(HttpRequest request, string authorization)
    {
        var colon = authorization.LastIndexOf(':');
        var signedAt = ParseHttpDate(request.Headers["X-Amz-Date"].ToString()) ?? ParseHttpDate(request.Headers.Date.ToString());
        return colon <= 4 ? SignatureErrors.MalformedLegacyAuthorization(authorization)
            : signedAt is null ? SignatureErrors.MissingDate
            : new RequestSignature
            {
                Form = SignatureForm.LegacyHeader,
                AccessKeyId = authorization[4..colon].Trim(),
                Signature = authorization[(colon + 1)..],
                SignedAt = signedAt,
                SignedAtText = request.Headers["X-Amz-Date"] is [{ } amzDate] ? amzDate : request.Headers.Date.ToString(),
                SessionToken = NullIfEmpty(request.Headers["X-Amz-Security-Token"].ToString()),
            };
    }

    private static Outcome<RequestSignature> ParseLegacyQuery(IQueryCollection query) =>
        !query.ContainsKey("Expires") ? SignatureErrors.IncompleteLegacyQuery
        : long.TryParse(query["Expires"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var expires) && expires < 253_402_300_800
            ? new RequestSignature
            {
                Form = SignatureForm.LegacyQuery,
                AccessKeyId = query["AWSAccessKeyId"].ToString(),
                Signature = query["Signature"].ToString(),
                ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expires),
                SessionToken = NullIfEmpty(query["x-amz-security-token"].ToString()),
            }
            : SignatureErrors.LegacyExpiresMalformed;

    private static DateTimeOffset? ParseDate(string text) =>
        DateTimeOffset.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;

    private static DateTimeOffset? ParseHttpDate(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : ParseDate(text);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
