using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud;

namespace Unkai.Server.Front.Browsers;

/// <summary>One request of a browser in its world.</summary>
internal sealed record Visit(HttpContext Context, World World, IRandomSource Random, string RequestId, CancellationToken Cancellation)
{
    internal HttpRequest Request => Context.Request;

    internal HttpResponse Response => Context.Response;

    internal ValueTask RefuseAsync(AwsError error)
    {
        FrontDoor.CloseIfBodyIsWaiting(Context);
        return BrowserDoor.Xml.WriteErrorAsync(BrowserDoor.S3, error, Response, RequestId, Cancellation);
    }

    /// <summary>Carries out an operation of S3.</summary>
    internal ValueTask<Outcome<Shape>> CallAsync(Principal caller, SignatureOrigin? signature, string region, OperationContract operation, Shape request) => World.Pipeline.ExecuteAsync(
        new Call
        {
            World = World,
            Caller = caller,
            Region = region,
            Random = Random,
            RequestId = RequestId,
            Origin = new CallOrigin($"{Request.Scheme}://{Request.Host.Value}", Context.Connection.RemoteIpAddress?.ToString(), Request.Headers.UserAgent.ToString())
            {
                Referer = Request.Headers.Referer is [{ } referer] ? referer : null,
                Signature = signature,
            },
            Cancellation = Cancellation,
        },
        operation,
        request);

    internal static OperationContract Operation(string name) => BrowserDoor.S3.FindOperation(name) ?? throw new InvalidOperationException($"S3 has no {name}.");
}
