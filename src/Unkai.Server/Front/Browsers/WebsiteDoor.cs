using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Websites;
using Unkai.Wire.Forms;

namespace Unkai.Server.Front.Browsers;

/// <summary>A bucket's website: documents for paths, redirects, and errors as pages.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Website endpoints", Key differences between a website endpoint and a REST API endpoint.</remarks>
internal static class WebsiteDoor
{
    internal static async ValueTask AnswerAsync(Visit visit, string bucket)
    {
        await ServeAsync(visit, bucket);
        await AccessLogs.RecordAsync(visit, "WEBSITE", bucket, (visit.Request.Path.Value ?? "/")[1..]);
    }

    private static async ValueTask ServeAsync(Visit visit, string bucket)
    {
        var request = visit.Request;
        await Cors.AddHeadersAsync(visit.Context, visit.World, bucket, visit.Cancellation);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            await ShowAsync(visit, new AwsError("MethodNotAllowed", 405, "The specified method is not allowed against this resource.") { Extra = [new("Method", request.Method), new("ResourceType", "OBJECT")] }, false);
            return;
        }

        var (isThere, website) = await Website.FindAsync(visit.World, bucket, visit.Cancellation);
        if (website is null)
        {
            var error = isThere
                ? new AwsError("NoSuchWebsiteConfiguration", 404, "The specified bucket does not have a website configuration")
                : new AwsError("NoSuchBucket", 404, "The specified bucket does not exist");
            await ShowAsync(visit, error with { Extra = [new("BucketName", bucket)] }, false);
            return;
        }

        var path = (request.Path.Value ?? "/")[1..];
        if (website.RedirectOf(path) is { } redirect)
        {
            Send(visit, redirect);
            return;
        }

        var found = await GetAsync(visit, bucket, website.KeyOf(path), isConditional: true);
        if (!found.IsError)
        {
            await WriteAsync(visit, (GetObjectOutput)found.Value, null);
            return;
        }

        if (found.Error.Status is 304 or 412 or 416)
        {
            await visit.RefuseAsync(found.Error);
            return;
        }

        if (path.Length > 0 && !path.EndsWith('/') && found.Error.Status is 403 or 404 && await GetAsync(visit, bucket, website.FolderIndexOf(path), isConditional: false) is { IsError: false } index)
        {
            await CloseAsync((GetObjectOutput)index.Value);
            Redirect(visit, StatusCodes.Status302Found, $"/{Escape(path)}/");
            return;
        }

        if (website.RedirectOf(path, found.Error.Status) is { } otherwise)
        {
            Send(visit, otherwise);
            return;
        }

        if (website.ErrorKey is { } errorKey && await GetAsync(visit, bucket, errorKey, isConditional: false) is { IsError: false } page)
        {
            await WriteAsync(visit, (GetObjectOutput)page.Value, found.Error);
            return;
        }

        await ShowAsync(visit, found.Error, website.ErrorKey is not null);
    }

    private static ValueTask<Outcome<Shape>> GetAsync(Visit visit, string bucket, string key, bool isConditional)
    {
        var operation = Visit.Operation("GetObject");
        var request = new GetObjectRequest();
        if (isConditional)
        {
            FormRequest.Read(operation, request, visit.Request.Headers);
        }

        (request.Bucket, request.Key) = (bucket, key);
        return visit.CallAsync(Principal.Anonymous, null, "us-east-1", operation, request);
    }

    private static async ValueTask WriteAsync(Visit visit, GetObjectOutput output, AwsError? error)
    {
        if (error is null && output.WebsiteRedirectLocation is { } elsewhere)
        {
            await CloseAsync(output);
            Redirect(visit, StatusCodes.Status301MovedPermanently, elsewhere);
            return;
        }

        if (error is not null)
        {
            visit.Error = error;
            visit.Response.Headers["x-amz-error-code"] = error.Code;
            visit.Response.Headers["x-amz-error-message"] = error.Message;
            visit.Response.OnStarting(static state =>
            {
                var (response, status) = ((HttpResponse, int))state;
                response.StatusCode = status;
                return Task.CompletedTask;
            }, (visit.Response, error.Status));
        }

        await BrowserDoor.Xml.WriteResponseAsync(Visit.Operation("GetObject"), output, visit.Response, visit.RequestId, visit.Cancellation);
    }

    private static ValueTask CloseAsync(GetObjectOutput output) => output.Body?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static void Send(Visit visit, WebsiteRedirect redirect) => Redirect(
        visit, redirect.Status, $"{redirect.Protocol ?? visit.Request.Scheme}://{redirect.Host ?? visit.Request.Host.Value}/{Escape(redirect.Key)}");

    private static void Redirect(Visit visit, int status, string location)
    {
        visit.Response.StatusCode = status;
        visit.Response.Headers.Location = location;
        visit.Response.Headers["x-amz-request-id"] = visit.RequestId;
        visit.Response.ContentLength = 0;
    }

    private static async ValueTask ShowAsync(Visit visit, AwsError error, bool lacksErrorPage)
    {
        visit.Error = error;
        var title = $"{error.Status.ToString(CultureInfo.InvariantCulture)} {ReasonPhrases.GetReasonPhrase(error.Status)}";
        var page = new StringBuilder($"<html>\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n<ul>\n");
        foreach (var (name, value) in (KeyValuePair<string, string>[])[new("Code", error.Code), new("Message", error.Message), .. error.Extra, new("RequestId", visit.RequestId)])
        {
            page.Append("<li>").Append(name).Append(": ").Append(WebUtility.HtmlEncode(value)).Append("</li>\n");
        }

        page.Append("</ul>\n");
        if (lacksErrorPage)
        {
            page.Append("<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<ul>\n<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n</ul>\n");
        }

        var bytes = Encoding.UTF8.GetBytes(page.Append("<hr/>\n</body>\n</html>\n").ToString());
        var response = visit.Response;
        response.StatusCode = error.Status;
        response.Headers["x-amz-error-code"] = error.Code;
        response.Headers["x-amz-error-message"] = error.Message;
        response.Headers["x-amz-request-id"] = visit.RequestId;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(visit.Request.Method))
        {
            await response.Body.WriteAsync(bytes, visit.Cancellation);
        }
    }

    private static string Escape(string key) => Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal);
}
