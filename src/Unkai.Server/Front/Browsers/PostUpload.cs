using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3;
using Unkai.Wire.Forms;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front.Browsers;

/// <summary>A form that a browser posts to a bucket: checked by its policy, then put as any object.</summary>
/// <remarks>Source: Amazon S3 API Reference, "POST Object".</remarks>
internal sealed class PostUpload
{
    private const string FormType = "multipart/form-data";

    private readonly FormUpload _form;
    private readonly string _bucket;

    private PostUpload(FormUpload form, string bucket, RequestSignature signature) => (_form, _bucket, Signature) = (form, bucket, signature);

    internal RequestSignature Signature { get; }

    internal static bool IsOne(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && !request.QueryString.HasValue && request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true;

    internal static async ValueTask<Outcome<PostUpload>> ReadAsync(HttpRequest request, string bucket, CancellationToken cancellation)
    {
        var form = await FormUpload.ReadAsync(request, cancellation);
        if (form.IsError)
        {
            return form.Error;
        }

        var signature = FormSignature.Parse(form.Value);
        return signature.IsError ? signature.Error : new PostUpload(form.Value, bucket, signature.Value);
    }

    internal async ValueTask StoreAsync(Visit visit, RequestAuthenticator authenticator)
    {
        await Cors.AddHeadersAsync(visit.Context, visit.World, _bucket, visit.Cancellation);
        var stored = await PutAsync(visit, authenticator);
        await (stored.IsError ? visit.RefuseAsync(stored.Error) : AnswerAsync(visit, stored.Value));
        await AccessLogs.RecordAsync(visit, "POST", _bucket, _form.Key);
    }

    private async ValueTask<Outcome<PutObjectOutput>> PutAsync(Visit visit, RequestAuthenticator authenticator)
    {
        var policyField = _form.Fields.GetValueOrDefault("policy", "");
        var context = new AuthenticationContext { World = visit.World.Name, Now = visit.World.Clock.GetUtcNow(), Dialect = ErrorDialect.S3, AllowsAnonymous = true, Cancellation = visit.Cancellation };
        var caller = await authenticator.AuthenticateFormAsync(Signature, policyField, context, visit.Cancellation);
        if (caller.IsError)
        {
            return caller.Error;
        }

        PostPolicy? policy = null;
        if (policyField.Length > 0)
        {
            var parsed = PostPolicy.Parse(policyField);
            if (parsed.IsError)
            {
                return parsed.Error;
            }

            policy = parsed.Value;
        }

        if (policy?.Check(_form, _bucket, context.Now) is { } forbidden)
        {
            return forbidden;
        }

        var request = FormFields.ToRequest(_form, _bucket);
        if (request.IsError)
        {
            return request.Error;
        }

        var taken = await FormFile.TakeAsync(visit, _form.File, policy?.LengthMin ?? 0, Math.Min(policy?.LengthMax ?? FormFile.BytesMax, FormFile.BytesMax));
        if (taken.IsError)
        {
            return taken.Error;
        }

        request.Value.Body = Payload.FromSource(() => visit.World.Store.Blobs.OpenRead(taken.Value), taken.Value.Length);
        var origin = Signature.Form switch
        {
            SignatureForm.Form => new SignatureOrigin("POST", "AWS4-HMAC-SHA256", Signature.SignedAt),
            SignatureForm.LegacyForm => new SignatureOrigin("POST", "AWS", null),
            _ => null,
        };
        return (await visit.CallAsync(caller.Value, origin, Signature.Scope?.Region ?? "us-east-1", Visit.Operation("PutObject"), request.Value)).Cast<PutObjectOutput>();
    }

    private async ValueTask AnswerAsync(Visit visit, PutObjectOutput stored)
    {
        var response = visit.Response;
        FormFields.WriteHeaders(stored, response);
        response.Headers["x-amz-request-id"] = visit.RequestId;
        var location = $"{visit.Request.Scheme}://{visit.Request.Host.Value}/{(visit.Request.Path.Value is "/" or "" or null ? "" : _bucket + "/")}{Escape(_form.Key)}";
        response.Headers.Location = location;
        var redirect = _form.Fields.GetValueOrDefault("success_action_redirect") ?? _form.Fields.GetValueOrDefault("redirect");
        if (redirect is not null && Uri.TryCreate(redirect, UriKind.Absolute, out var target) && target.Scheme is "http" or "https")
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = $"{redirect}{(target.Query.Length == 0 ? "?" : "&")}bucket={Uri.EscapeDataString(_bucket)}&key={Uri.EscapeDataString(_form.Key)}&etag={Uri.EscapeDataString(stored.ETag!)}";
            return;
        }

        switch (_form.Fields.GetValueOrDefault("success_action_status"))
        {
            case "200":
                response.StatusCode = StatusCodes.Status200OK;
                response.ContentLength = 0;
                break;
            case "201":
                response.StatusCode = StatusCodes.Status201Created;
                response.ContentType = "application/xml";
                var document = Encoding.UTF8.GetBytes(
                    $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>{Xml(location)}</Location><Bucket>{Xml(_bucket)}</Bucket><Key>{Xml(_form.Key)}</Key><ETag>{Xml(stored.ETag!)}</ETag></PostResponse>");
                response.ContentLength = document.Length;
                await response.Body.WriteAsync(document, visit.Cancellation);
                break;
            default:
                response.StatusCode = StatusCodes.Status204NoContent;
                break;
        }
    }

    private static string Escape(string key) => Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal);

    private static string Xml(string text) => System.Security.SecurityElement.Escape(text)!;
}
