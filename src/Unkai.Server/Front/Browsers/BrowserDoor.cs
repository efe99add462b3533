using Microsoft.AspNetCore.Http;
using Unkai.Api.Contracts;
using Unkai.Server.Worlds;
using Unkai.Wire.Protocols;
using Unkai.Wire.Routing;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front.Browsers;

/// <summary>What browsers ask that is no operation of an API: preflights and, of S3, posted forms and websites.</summary>
internal sealed class BrowserDoor(WorldFinder worlds, RequestAuthenticator authenticator, CancellationToken stopping)
{
    internal static ServiceContract S3 => ContractCatalog.Get("s3");

    internal static Protocol Xml => Protocol.For(ProtocolKind.RestXml);

    /// <returns>False when the request is none of these, and nothing was done.</returns>
    internal async ValueTask<bool> TryHandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (S3Address.WebsiteBucket(request.Host.Host) is { } site)
        {
            await InWorldAsync(context, null, visit => HttpMethods.IsOptions(request.Method) ? Preflight.AnswerAsync(visit, site, "") : WebsiteDoor.AnswerAsync(visit, site));
            return true;
        }

        if (ServiceCors.IsPreflight(request))
        {
            ServiceCors.Answer(context, authenticator.Mode);
            return true;
        }

        if (HttpMethods.IsOptions(request.Method) && S3Address.Of(request) is { Bucket: { } bucket } asked)
        {
            await InWorldAsync(context, null, visit => Preflight.AnswerAsync(visit, bucket, asked.Key));
            return true;
        }

        if (PostUpload.IsOne(request) && S3Address.Of(request) is { Bucket: { } target, Key: "" })
        {
            var upload = await PostUpload.ReadAsync(request, target, context.RequestAborted);
            await InWorldAsync(context, upload.IsError ? null : upload.Value.Signature, visit => upload.IsError ? visit.RefuseAsync(upload.Error) : upload.Value.StoreAsync(visit, authenticator));
            return true;
        }

        return false;
    }

    private async ValueTask InWorldAsync(HttpContext context, RequestSignature? signature, Func<Visit, ValueTask> answer)
    {
        var found = await worlds.FindAsync(context.Request, signature, context.RequestAborted);
        if (found.IsError)
        {
            await Xml.WriteErrorAsync(S3, found.Error, context.Response, worlds.Worlds.Random.NextGuid().ToString(), context.RequestAborted);
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping, found.Value.Ending);
        var random = found.Value.World.NextRandom();
        var visit = new Visit(context, found.Value.World, random, random.NextGuid().ToString(), ending.Token) { Ending = found.Value.Ending };
        try
        {
            await answer(visit);
        }
        catch (OperationCanceledException) when (found.Value.Ending.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await Xml.WriteErrorAsync(S3, WorldChoice.NotFound(visit.World.Name), context.Response, visit.RequestId, context.RequestAborted);
        }
    }
}
