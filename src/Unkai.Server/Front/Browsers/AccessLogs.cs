using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.AccessLogs;
using Unkai.Wire.Routing;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front.Browsers;

/// <summary>Tells S3's access log of requests that were answered.</summary>
internal static class AccessLogs
{
    internal static ValueTask RecordAsync(
        HttpContext context, World world, RouteResult route, RequestSignature? signature, AwsError? error, string requestId, TimeSpan took, CancellationToken cancellation)
    {
        var request = context.Request;
        return AccessLog.RecordAsync(
            world,
            new AccessLogEntry
            {
                Bucket = route.Labels.Find("Bucket")!,
                Key = route.Labels.Find("Key") is { } key ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : null,
                Operation = route.Operation!.Name,
                Method = request.Method,
                Target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path,
                Protocol = request.Protocol,
                Status = context.Response.StatusCode,
                ErrorCode = error?.Code,
                BytesSent = HttpMethods.IsHead(request.Method) ? null : context.Response.ContentLength,
                Milliseconds = (long)took.TotalMilliseconds,
                RemoteIp = context.Connection.RemoteIpAddress?.ToString(),
                Requester = signature is { Form: not SignatureForm.None } ? signature.AccessKeyId : null,
                RequestId = requestId,
                Referer = request.Headers.Referer is [{ } referer] ? referer : null,
                UserAgent = request.Headers.UserAgent is [{ } agent] ? agent : null,
                Host = request.Host.Value ?? "",
                SignatureVersion = signature?.Form switch { SignatureForm.Header or SignatureForm.Query => "SigV4", SignatureForm.LegacyHeader or SignatureForm.LegacyQuery => "SigV2", _ => null },
                AuthType = signature?.Form switch { SignatureForm.Header or SignatureForm.LegacyHeader => "AuthHeader", SignatureForm.Query or SignatureForm.LegacyQuery => "QueryString", _ => null },
                VersionId = route.Query.Find("versionId"),
            },
            cancellation);
    }
}
