using System.Globalization;
using Microsoft.AspNetCore.Http;
using Unkai.Wire.Routing;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front.Browsers;

/// <summary>What lets an SDK in a page call the services other than S3, which has rules of each bucket's own: AWS lets all pages in, since who calls must sign.</summary>
/// <remarks>
/// In development mode any key is good, so a page from elsewhere could use the cloud of whoever looks at it: only pages of this machine are let in.
/// Source of the headers: what the services' endpoints answer to preflights.
/// </remarks>
internal static class ServiceCors
{
    private const string Methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private const string Exposed = "x-amzn-RequestId, x-amzn-ErrorType, x-amzn-ErrorMessage, x-amz-crc32, Date";
    private const int MaxAgeSeconds = 172_800;

    /// <summary>Whether a request is a preflight to another service than S3.</summary>
    /// <remarks>A preflight is not signed and has none of the headers that it asks for, so its target is not known: where a path could be a bucket's, it is.</remarks>
    internal static bool IsPreflight(HttpRequest request)
    {
        if (!HttpMethods.IsOptions(request.Method) || request.Headers.Origin.Count == 0 || request.Headers.AccessControlRequestMethod.Count == 0)
        {
            return false;
        }

        return request.Headers.AccessControlRequestHeaders.ToString().Contains("x-amz-target", StringComparison.OrdinalIgnoreCase)
            || S3Address.Of(request) is not { Bucket: { } bucket }
            || DateOnly.TryParseExact(bucket, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    /// <summary>Answers a preflight.</summary>
    internal static void Answer(HttpContext context, AuthenticationMode mode)
    {
        var (request, headers) = (context.Request.Headers, context.Response.Headers);
        if (AddHeaders(context, mode))
        {
            headers.AccessControlAllowMethods = Methods;
            headers.AccessControlAllowHeaders = request.AccessControlRequestHeaders;
            headers.AccessControlMaxAge = MaxAgeSeconds.ToString(CultureInfo.InvariantCulture);
        }

        context.Response.ContentLength = 0;
    }

    /// <returns>False for a page that is not let in: its browser keeps the answer from it.</returns>
    internal static bool AddHeaders(HttpContext context, AuthenticationMode mode)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (mode != AuthenticationMode.Strict && !HostRules.IsLocalOrigin(context.Request.Headers.Origin.ToString()))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = Exposed;
        return true;
    }
}
