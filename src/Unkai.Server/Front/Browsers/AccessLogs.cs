using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.AccessLogs;
using Unkai.Wire.Routing;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front.Browsers;

/// <summary>Tells S3's access log of requests that were answered, whether or not their clients are still there.</summary>
internal static class AccessLogs
{
    /// <summary>A call of S3's API.</summary>
    internal static ValueTask RecordAsync(
        HttpContext context, World world, RouteResult route, Call? call, RequestSignature? signature, AwsError? error, string requestId, TimeSpan took, CancellationToken cancellation)
    {
        if (!AccessLog.MayWant(call))
        {
            return ValueTask.CompletedTask;
        }

        var entry = EntryOf(context, route.Labels.Find("Bucket")!, route.Labels.Find("Key"), route.Operation!.Name, error, requestId, took) with
        {
            Caller = call?.Caller,
            SignatureVersion = signature?.Form switch { SignatureForm.Header or SignatureForm.Query => "SigV4", SignatureForm.LegacyHeader or SignatureForm.LegacyQuery => "SigV2", _ => null },
            AuthType = signature?.Form switch { SignatureForm.Header or SignatureForm.LegacyHeader => "AuthHeader", SignatureForm.Query or SignatureForm.LegacyQuery => "QueryString", _ => null },
            VersionId = route.Query.Find("versionId"),
        };
        return AccessLog.RecordAsync(world, call, entry, cancellation);
    }

    /// <summary>What a browser asked: a preflight, a posted form or a website's page.</summary>
    internal static ValueTask RecordAsync(Visit visit, string operation, string bucket, string? key) => AccessLog.RecordAsync(
        visit.World,
        EntryOf(visit.Context, bucket, key is "" ? null : key, operation, visit.Error, visit.RequestId, visit.World.Machine.ElapsedSince(visit.Started)) with
        {
            Caller = visit.Caller,
            SignatureVersion = visit.Signature?.Version switch { null => null, "AWS" => "SigV2", _ => "SigV4" },
            AuthType = visit.Signature is null ? null : "QueryString",
        },
        visit.Ending);

    private static AccessLogEntry EntryOf(HttpContext context, string bucket, string? key, string operation, AwsError? error, string requestId, TimeSpan took)
    {
        var request = context.Request;
        return new AccessLogEntry
        {
            Bucket = bucket,
            Key = key is null ? null : Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal),
            Operation = operation,
            Method = request.Method,
            Target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path,
            Protocol = request.Protocol,
            Status = context.Response.StatusCode,
            ErrorCode = error?.Code,
            BytesSent = HttpMethods.IsHead(request.Method) ? null : context.Response.ContentLength,
            Milliseconds = (long)took.TotalMilliseconds,
            RemoteIp = context.Connection.RemoteIpAddress?.ToString(),
            RequestId = requestId,
            Referer = request.Headers.Referer is [{ } referer] ? referer : null,
            UserAgent = request.Headers.UserAgent is [{ } agent] ? agent : null,
            Host = request.Host.Value ?? "",
        };
    }
}
