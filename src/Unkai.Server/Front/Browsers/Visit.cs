using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud;

namespace Unkai.Server.Front.Browsers;

/// <summary>One request of a browser in its world.</summary>
internal sealed record Visit(HttpContext Context, World World, IRandomSource Random, string RequestId, CancellationToken Cancellation)
{
    /// <summary>The world's end: what is done behind the answer does not stop with the client.</summary>
    internal CancellationToken Ending { get; init; }

    internal HttpRequest Request => Context.Request;

    internal HttpResponse Response => Context.Response;

    /// <summary>When the request came, by the machine.</summary>
    internal long Started { get; } = World.Machine.Timestamp;

    /// <summary>Who asked, when it is known; for the access log.</summary>
    internal Principal? Caller { get; private set; }

    /// <summary>How the request was signed, when it was.</summary>
    internal SignatureOrigin? Signature { get; private set; }

    /// <summary>The error that was answered, or null.</summary>
    internal AwsError? Error { get; set; }

    internal ValueTask RefuseAsync(AwsError error)
    {
        Error = error;
        FrontDoor.CloseIfBodyIsWaiting(Context);
        return BrowserDoor.Xml.WriteErrorAsync(BrowserDoor.S3, error, Response, RequestId, Cancellation);
    }

    /// <summary>Carries out an operation of S3.</summary>
    internal ValueTask<Outcome<Shape>> CallAsync(Principal caller, SignatureOrigin? signature, string region, OperationContract operation, Shape request)
    {
        (Caller, Signature) = (caller, signature);
        var call = new Call
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
        };
        return World.Pipeline.ExecuteAsync(call, operation, request);
    }

    internal static OperationContract Operation(string name) => BrowserDoor.S3.FindOperation(name) ?? throw new InvalidOperationException($"S3 has no {name}.");
}
