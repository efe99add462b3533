using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Faults;
using Unkai.Server.Admin;
using Unkai.Server.Front.Browsers;
using Unkai.Server.Worlds;
using Unkai.Wire.Protocols;
using Unkai.Wire.Routing;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front;

/// <summary>One HTTP request's way in and out: route, authenticate, decode, the pipeline, encode.</summary>
internal sealed class FrontDoor(
    WorldRegistry worlds, WorldName? door, RequestAuthenticator authenticator, AdminApi admin, bool isLoopback, ILogger logger, CancellationToken stopping)
{
    private const string DefaultRegion = "us-east-1";

    private readonly WorldFinder _finder = new(worlds, door);
    private readonly BrowserDoor _browsers = new(new WorldFinder(worlds, door), authenticator, stopping);

    internal async Task HandleAsync(HttpContext context)
    {
        if (isLoopback && !HostRules.IsLocalOrCloud(context.Request.Host.Host))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("This cloud answers loopback names only.", stopping);
            return;
        }

        if (AdminApi.Owns(context.Request.Path))
        {
            await admin.HandleAsync(context);
            return;
        }

        try
        {
            await ServeAsync(context);
        }
        catch (OperationCanceledException) when (IsEnding(context) || context.Response.HasStarted)
        {
            context.Abort();
        }
        catch (BadHttpRequestException malformed)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = malformed.StatusCode;
            }
        }
        catch (IOException) when (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, or the answer broke off: there is nobody to tell.
            context.Abort();
        }
#pragma warning disable CA1031 // The outermost door: a defect of ours must not take the connection's other requests down.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            FrontDoorLog.Defect(logger, context.Request.Method, context.Request.Path, defect);
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
    }

    private bool IsEnding(HttpContext context) => context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested;

    private async Task ServeAsync(HttpContext context)
    {
        AbsoluteForm.Reduce(context);
        if (await _browsers.TryHandleAsync(context))
        {
            return;
        }

        var request = context.Request;
        var cancellation = context.RequestAborted;
        var route = await Router.RouteAsync(request, cancellation);
        var protocol = Protocol.For(route.Protocol);
        var signature = RequestSignature.Parse(request);
        if (request.Headers.Origin.Count > 0 && route.Service?.Name != "s3")
        {
            ServiceCors.AddHeaders(context, authenticator.Mode);
        }

        var found = await _finder.FindAsync(request, signature.IsError ? null : signature.Value, cancellation);
        if (found.IsError || route.Outcome != RouteOutcome.Found)
        {
            var refusal = found.IsError && route.Outcome == RouteOutcome.Found ? found.Error : Refusals.Of(request, route);
            var chance = found.IsError ? worlds.Random : found.Value.World.NextRandom();
            CloseIfBodyIsWaiting(context);
            await protocol.WriteErrorAsync(route.Service, refusal, context.Response, chance.NextGuid().ToString(), cancellation);
            return;
        }

        var world = found.Value.World;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping, found.Value.Ending);
        var random = world.NextRandom();
        var requestId = random.NextGuid().ToString();
        if (!world.Clock.IsMachineTime)
        {
            context.Response.Headers.Date = world.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        }

        var operation = route.Operation!;
        try
        {
            if (request.Headers.Origin.Count > 0 && route.Service!.Name == "s3" && route.Labels.Find("Bucket") is { } bucket)
            {
                await Cors.AddHeadersAsync(context, world, bucket, ending.Token);
            }

            var started = world.Machine.Timestamp;
            var call = new CallFrame(context, world, random, requestId, signature, ending.Token);
            var outcome = await CallAsync(call, route, operation, protocol);
            if (outcome.IsError)
            {
                CloseIfBodyIsWaiting(context);
                await protocol.WriteErrorAsync(route.Service, outcome.Error, context.Response, requestId, ending.Token);
            }
            else
            {
                if (request.ContentLength is 0)
                {
                    // Nobody reads what is empty, so no 100 went out: botocore keeps such an answer's status for the connection's next one, and waits for ever.
                    CloseIfBodyIsWaiting(context);
                }

                await protocol.WriteResponseAsync(operation, outcome.Value, context.Response, requestId, ending.Token);
            }

            if (route.Service!.Name == "s3" && route.Labels.Find("Bucket") is not null)
            {
                await AccessLogs.RecordAsync(context, world, route, call.Call, signature.IsError ? null : signature.Value, outcome.Error, requestId, world.Machine.ElapsedSince(started), found.Value.Ending);
            }
        }
        catch (ConnectionDroppedException)
        {
            context.Abort();
        }
        catch (OperationCanceledException) when (found.Value.Ending.IsCancellationRequested && !IsEnding(context) && !context.Response.HasStarted)
        {
            await protocol.WriteErrorAsync(route.Service, WorldChoice.NotFound(world.Name), context.Response, requestId, cancellation);
        }
    }

    private async ValueTask<Outcome<Shape>> CallAsync(CallFrame frame, RouteResult route, OperationContract operation, Protocol protocol)
    {
        var (context, world, random, requestId, signature, cancellation) = frame;
        var request = context.Request;
        if (signature.IsError)
        {
            return RequestSignature.In(Refusals.DialectOf(route), signature.Error);
        }

        var authenticated = await authenticator.AuthenticateAsync(request, signature.Value, AuthenticationOf(world, route, operation, cancellation), cancellation);
        if (authenticated.IsError)
        {
            return authenticated.Error;
        }

        if (Refusals.DialectOf(route) == ErrorDialect.S3)
        {
            HoistedHeaders.Lift(request, signature.Value, route.Query);
        }

        // An operation that has no class is refused before its body is read.
        if (world.Pipeline.Services.Find(operation.Service.Name) is not { } service || service.Operations[operation.Index] is null)
        {
            return AwsError.NotImplemented(operation.Service.Name, operation.Name);
        }

        Outcome<Shape> decoded;
        try
        {
            decoded = await protocol.ReadRequestAsync(route, request, cancellation);
        }
        catch (AwsErrorException failed)
        {
            return failed.Error;
        }
        catch (InvalidDataException)
        {
            return Refusals.MalformedGzip;
        }

        if (decoded.IsError)
        {
            return decoded;
        }

        var call = new Call
        {
            World = world,
            Caller = authenticated.Value,
            Region = RegionOf(request, signature.Value),
            Random = random,
            RequestId = requestId,
            Origin = new CallOrigin($"{request.Scheme}://{request.Host.Value}", context.Connection.RemoteIpAddress?.ToString(), request.Headers.UserAgent.ToString())
            {
                Referer = request.Headers.Referer is [{ } referer] ? referer : null,
                Signature = OriginOf(request, signature.Value),
            },
            Cancellation = cancellation,
        };
        frame.Call = call;
        return await world.Pipeline.ExecuteAsync(call, operation, decoded.Value);
    }

    /// <summary>A client that waits for leave to send its body takes an error for its refusal and sends its next request instead: which must not be read as that body.</summary>
    internal static void CloseIfBodyIsWaiting(HttpContext context)
    {
        if (context.Request.Headers.Expect.Count > 0)
        {
            context.Response.Headers.Connection = "close";
        }
    }

    private AuthenticationContext AuthenticationOf(World world, RouteResult route, OperationContract operation, CancellationToken cancellation) => new()
    {
        World = world.Name,
        Now = world.Clock.GetUtcNow(),
        WorldTimeOf = signedAt => WorldTimeOf(world, signedAt),
        Dialect = Refusals.DialectOf(route),
        AllowsAnonymous = (Refusals.DialectOf(route) == ErrorDialect.S3 && MayBeAnonymous(world)) || operation.AuthType == AuthType.None,
        VirtualBucket = route.IsVirtualHosted ? route.Labels.Find("Bucket") : null,
        MaxBodyBytes = route.Service!.MaxBodyBytes,
        Cancellation = cancellation,
    };

    /// <summary>A strict cloud lets nobody in unsigned, unless its policies say who may: with them, a bucket can be the world's.</summary>
    private bool MayBeAnonymous(World world) => authenticator.Mode != AuthenticationMode.Strict || world.Authorization == AuthorizationMode.Enforce;

    /// <summary>What a signing date means in the world. One ahead of the machine's clock is of a client that set its own by our Date, so it is the world's already.</summary>
    private static DateTimeOffset WorldTimeOf(World world, DateTimeOffset signedAt) =>
        signedAt > world.Machine.UtcNow + RequestAuthenticator.SkewMax ? signedAt : world.Clock.TimeAt(signedAt);

    private static SignatureOrigin? OriginOf(HttpRequest request, RequestSignature signature)
    {
        var digest = request.Headers.TryGetValue("x-amz-content-sha256", out var declared) ? declared.ToString() : null;
        return signature.Form switch
        {
            SignatureForm.Header => new("REST-HEADER", "AWS4-HMAC-SHA256", signature.SignedAt) { ContentSha256 = digest },
            SignatureForm.Query => new("REST-QUERY-STRING", "AWS4-HMAC-SHA256", signature.SignedAt) { ContentSha256 = digest ?? "UNSIGNED-PAYLOAD" },
            SignatureForm.LegacyHeader => new("REST-HEADER", "AWS", signature.SignedAt) { ContentSha256 = digest },
            SignatureForm.LegacyQuery => new("REST-QUERY-STRING", "AWS", signature.SignedAt) { ContentSha256 = digest },
            _ => null,
        };
    }

    /// <summary>The region in the signature's scope, else in a cloud host name, else us-east-1.</summary>
    private static string RegionOf(HttpRequest request, RequestSignature signature)
    {
        if (signature is { Scope.Region: { Length: > 0 } signed })
        {
            return signed;
        }

        foreach (var label in request.Host.Host.Split('.'))
        {
            if (label.Length is > 8 and < 20 && label.Count(c => c == '-') is 2 or 3 && char.IsAsciiDigit(label[^1]))
            {
                return label;
            }
        }

        return DefaultRegion;
    }

    private sealed record CallFrame(HttpContext Context, World World, IRandomSource Random, string RequestId, Outcome<RequestSignature> Signature, CancellationToken Cancellation)
    {
        /// <summary>The call, when the request was let in and read.</summary>
        internal Call? Call { get; set; }
    }
}
