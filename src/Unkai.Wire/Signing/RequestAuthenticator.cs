using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Wire.Bodies;
using Unkai.Wire.Forms;

namespace Unkai.Wire.Signing;

/// <summary>Says who makes a request: finds the key, verifies the signature where it counts, and readies the body for reading.</summary>
/// <param name="mode">Whether unknown keys are accepted.</param>
/// <param name="credentials">The keys that this cloud issued.</param>
/// <param name="machine">What clients sign with.</param>
public sealed class RequestAuthenticator(AuthenticationMode mode, ICredentialLookup credentials, MachineClock machine)
{
    /// <summary>How far a signing time may be from the machine's time, either way.</summary>
    /// <remarks>15 minutes. Source: Amazon S3 API reference, RequestTimeTooSkewed.</remarks>
    public static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(15);

    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>SHA-256 of no bytes.</summary>
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly SignatureVerifier _verifier = new();

    /// <summary>Whose signatures are accepted.</summary>
    public AuthenticationMode Mode => mode;

    /// <summary>Authenticates a request and replaces its body by the decoded and checked one.</summary>
    /// <param name="request">The request; its body is not yet read.</param>
    /// <param name="signature">What <see cref="RequestSignature.Parse"/> found in it.</param>
    /// <param name="context">What routing has found out.</param>
    /// <param name="cancellation">Ends the look-up.</param>
    public async ValueTask<Outcome<Principal>> AuthenticateAsync(
        HttpRequest request, RequestSignature signature, AuthenticationContext context, CancellationToken cancellation)
    {
        if (signature.Form == SignatureForm.None)
        {
            return context.AllowsAnonymous ? await ReadyBodyAsync(request, context, signature, null, Principal.Anonymous) : SignatureErrors.Missing(context.Dialect);
        }

        if (CheckExpiry(signature, context) is { } expired)
        {
            return expired;
        }

        if (IsOwnKey(signature.AccessKeyId) && await credentials.FindAsync(context.World, AccessKeyName.KeyOf(signature.AccessKeyId), cancellation) is { } credential)
        {
            return await VerifyAsync(request, context, signature, credential);
        }

        if (mode == AuthenticationMode.Strict)
        {
            return SignatureErrors.UnknownKey(context.Dialect, signature.AccessKeyId);
        }

        return await ReadyBodyAsync(request, context, signature, null, DevelopmentPrincipal(signature.AccessKeyId));
    }

    /// <summary>Says who signed the policy of a form; nothing of the form is decoded.</summary>
    /// <param name="signature">What <see cref="FormSignature.Parse"/> found in it.</param>
    /// <param name="policy">The policy field as it was sent; empty for none.</param>
    /// <param name="context">What routing has found out.</param>
    /// <param name="cancellation">Ends the look-up.</param>
    public async ValueTask<Outcome<Principal>> AuthenticateFormAsync(RequestSignature signature, string policy, AuthenticationContext context, CancellationToken cancellation)
    {
        if (signature.Form == SignatureForm.None)
        {
            return context.AllowsAnonymous ? Principal.Anonymous : SignatureErrors.Missing(context.Dialect);
        }

        if (IsOwnKey(signature.AccessKeyId) && await credentials.FindAsync(context.World, AccessKeyName.KeyOf(signature.AccessKeyId), cancellation) is { } credential)
        {
            return CheckToken(signature, credential, context) is { } refused ? refused
                : FormSignature.Verify(signature, credential.SecretAccessKey, policy, _verifier.Keys) ? credential.Principal
                : SignatureErrors.Mismatch(context.Dialect);
        }

        return mode == AuthenticationMode.Strict ? SignatureErrors.UnknownKey(context.Dialect, signature.AccessKeyId) : DevelopmentPrincipal(signature.AccessKeyId);
    }

    /// <summary>Keys that this cloud issues start so; others need no look-up.</summary>
    private static bool IsOwnKey(string accessKeyId) =>
        accessKeyId.StartsWith("AKIA", StringComparison.Ordinal) || accessKeyId.StartsWith("ASIA", StringComparison.Ordinal);

    private static Principal DevelopmentPrincipal(string accessKeyId)
    {
        // "123456789012@world" names an account and a world; the world is chosen before this.
        var key = AccessKeyName.KeyOf(accessKeyId);
        return Principal.Root(AccountId.Parse(key) ?? AccountId.Default, key);
    }

    /// <summary>A presigned URL's expiry counts in the world's time, whoever signed it.</summary>
    private static AwsError? CheckExpiry(RequestSignature signature, AuthenticationContext context)
    {
        var expiresAt = signature switch
        {
            { ExpiresAfter: { } after, SignedAt: { } signedAt } => context.WorldTimeOf(signedAt) + after,
            { ExpiresAt: { } at } => context.WorldTimeOf(at),
            _ => DateTimeOffset.MaxValue,
        };
        return context.Now > expiresAt ? SignatureErrors.PresignedExpired(context.Dialect, signature, expiresAt, context.Now) : null;
    }

    private static AwsError? CheckToken(RequestSignature signature, Credential credential, AuthenticationContext context)
    {
        if (!credential.IsActive)
        {
            return SignatureErrors.UnknownKey(context.Dialect, signature.AccessKeyId);
        }

        if (credential.SessionToken is { } token
            && !CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(token), System.Text.Encoding.UTF8.GetBytes(signature.SessionToken ?? "")))
        {
            return SignatureErrors.BadToken(context.Dialect);
        }

        return credential.Expiration <= context.Now ? SignatureErrors.ExpiredToken(context.Dialect) : null;
    }

    private async ValueTask<Outcome<Principal>> VerifyAsync(HttpRequest request, AuthenticationContext context, RequestSignature signature, Credential credential)
    {
        if (CheckToken(signature, credential, context) is { } refused)
        {
            return refused;
        }

        if (signature.Form is SignatureForm.LegacyHeader or SignatureForm.LegacyQuery)
        {
            var text = LegacyStringToSign.Build(request, signature, context.VirtualBucket);
            return signature.Form == SignatureForm.LegacyHeader && IsSkewed(signature, machine.UtcNow) && IsSkewed(signature, context.Now) ? SignatureErrors.Skewed(context.Dialect, signature, machine.UtcNow)
                : context.Dialect == ErrorDialect.S3 && SignatureVerifier.VerifyLegacy(signature, credential.SecretAccessKey, text) ? await ReadyBodyAsync(request, context, signature, null, credential.Principal)
                : SignatureErrors.Mismatch(context.Dialect, signature, text, default);
        }

        // A presigned URL made earlier than now is what it is for; only one from the future is skewed.
        // Some SDKs set their clock by the answers' Date, which is the world's: what is near the world's time is not skewed either.
        var machineNow = machine.UtcNow;
        if (IsSkewed(signature, machineNow) && IsSkewed(signature, context.Now))
        {
            return SignatureErrors.Skewed(context.Dialect, signature, machineNow);
        }

        var declared = DeclaredHash(request, signature, context);
        if (declared is { Length: 0 })
        {
            return SignatureErrors.MissingContentHash;
        }

        if (declared is null)
        {
            // Only S3 declares its body's hash: the others sign a hash that is computed from the body itself.
            if (await BufferedBody.ReadAsync(request, context.MaxBodyBytes, context.Cancellation) is not { } body)
            {
                return new AwsError("RequestEntityTooLargeException", 413, "The request is larger than the service accepts.");
            }

            declared = body.Length == 0 ? EmptyHash : Convert.ToHexStringLower(SHA256.HashData(body.Span));
        }

        return _verifier.Verify(request, signature, credential.SecretAccessKey, declared, context.Dialect) is { } mismatch
            ? mismatch
            : await ReadyBodyAsync(request, context, signature, credential, credential.Principal);
    }

    private static bool IsSkewed(RequestSignature signature, DateTimeOffset now) =>
        signature.SignedAt - now > SkewMax || (signature.Form is SignatureForm.Header or SignatureForm.LegacyHeader && now - signature.SignedAt > SkewMax);

    private static string? DeclaredHash(HttpRequest request, RequestSignature signature, AuthenticationContext context)
    {
        if (context.Dialect != ErrorDialect.S3)
        {
            return null;
        }

        var header = request.Headers["x-amz-content-sha256"].ToString();
        return header.Length == 0 && signature.Form == SignatureForm.Query ? UnsignedPayload : header;
    }

    /// <summary>Puts the decoders and checks that the request's headers ask for before its body.</summary>
    private ValueTask<Outcome<Principal>> ReadyBodyAsync(
        HttpRequest request, AuthenticationContext context, RequestSignature signature, Credential? credential, Principal principal)
    {
        var chunkKey = credential is null || signature.Scope is not { } scope ? null
            : new ChunkSignature(_verifier.SigningKey(credential.SecretAccessKey, scope), signature.SignedAtText, scope.ToSigningText(), signature.Signature);
        return RequestBody.Prepare(request, context.Dialect == ErrorDialect.S3, chunkKey) is { } refused
            ? ValueTask.FromResult<Outcome<Principal>>(refused)
            : ValueTask.FromResult<Outcome<Principal>>(principal);
    }
}
