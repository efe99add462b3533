using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.S3.Browsing;

namespace Unkai.Server.Front.Browsers;

/// <summary>Asks beforehand: may this page do that?</summary>
/// <remarks>Source: Amazon S3 API Reference, "OPTIONS object".</remarks>
internal static class Preflight
{
    private static readonly HashSet<string> s_methods = ["GET", "PUT", "HEAD", "POST", "DELETE"];

    internal static async ValueTask AnswerAsync(Visit visit, string bucket, string key)
    {
        await DecideAsync(visit, bucket, key);
        await AccessLogs.RecordAsync(visit, "OPTIONS", bucket, key);
    }

    private static async ValueTask DecideAsync(Visit visit, string bucket, string key)
    {
        var headers = visit.Request.Headers;
        if (headers.Origin is not [{ Length: > 0 } origin])
        {
            await visit.RefuseAsync(new AwsError("BadRequest", 400, "Insufficient information. Origin request header needed."));
            return;
        }

        var method = headers.AccessControlRequestMethod.ToString();
        if (!s_methods.Contains(method))
        {
            await visit.RefuseAsync(new AwsError("BadRequest", 400, $"Invalid Access-Control-Request-Method: {(method.Length == 0 ? "null" : method)}"));
            return;
        }

        var (hasRules, answer) = await BucketCors.AskAsync(visit.World, bucket, new CorsQuestion(origin, method, Cors.HeadersOf(visit.Request)), visit.Cancellation);
        if (answer is null)
        {
            var message = hasRules
                ? "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
                : "CORSResponse: CORS is not enabled for this bucket.";
            await visit.RefuseAsync(new AwsError("AccessForbidden", 403, message) { Extra = [new("Method", method), new("ResourceType", key.Length == 0 ? "BUCKET" : "OBJECT")] });
            return;
        }

        Cors.Write(answer, visit.Response);
        visit.Response.Headers["x-amz-request-id"] = visit.RequestId;
        visit.Response.StatusCode = StatusCodes.Status200OK;
        visit.Response.ContentLength = 0;
    }
}
