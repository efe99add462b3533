using System.Globalization;
using Microsoft.AspNetCore.Http;
using Unkai.Cloud;
using Unkai.S3.Browsing;

namespace Unkai.Server.Front.Browsers;

/// <summary>The headers that let a page of another origin read an answer.</summary>
internal static class Cors
{
    internal const string Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

    /// <summary>Adds them to the answer of a request that is no preflight.</summary>
    internal static async ValueTask AddHeadersAsync(HttpContext context, World world, string bucket, CancellationToken cancellation)
    {
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin])
        {
            return;
        }

        var (hasRules, answer) = await BucketCors.AskAsync(world, bucket, new CorsQuestion(origin, context.Request.Method, HeadersOf(context.Request)), cancellation);
        if (answer is not null)
        {
            Write(answer, context.Response);
        }
        else if (hasRules)
        {
            context.Response.Headers.Vary = Vary;
        }
    }

    internal static void Write(CorsAnswer answer, HttpResponse response)
    {
        var headers = response.Headers;
        headers.AccessControlAllowOrigin = answer.Origin;
        headers.AccessControlAllowMethods = string.Join(", ", answer.Methods);
        if (answer.Headers.Count > 0)
        {
            headers.AccessControlAllowHeaders = string.Join(", ", answer.Headers.Select(header => header.ToLowerInvariant()));
        }

        if (answer.Exposed.Count > 0)
        {
            headers.AccessControlExposeHeaders = string.Join(", ", answer.Exposed);
        }

        if (answer.MaxAgeSeconds is { } seconds)
        {
            headers.AccessControlMaxAge = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Origin != "*")
        {
            headers.AccessControlAllowCredentials = "true";
        }

        headers.Vary = Vary;
    }

    internal static string[] HeadersOf(HttpRequest request) =>
        request.Headers.AccessControlRequestHeaders.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
