using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Unkai.Server.Front;
using Unkai.Server.Worlds;
using Unkai.Storage;

namespace Unkai.Server.Admin;

/// <summary>What this cloud says of itself, under <c>/_unkai/</c>.</summary>
/// <remarks>Answers loopback only, and no page of another origin; health answers everyone.</remarks>
internal sealed class AdminApi(WorldRegistry worlds, WorldsApi worldsApi, UnkaiServerOptions options, Func<IReadOnlyList<string>> notIsolated, Action shutdown)
{
    private const string Prefix = "/_unkai/";
    private const string LocalStackHealth = "/_localstack/health";

    private bool _isForSandboxes;

    /// <summary>The product's version.</summary>
    internal static string Version { get; } =
        typeof(AdminApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>What functions see of it: its health. A function has no power over worlds, its own or others.</summary>
    internal AdminApi ForSandboxes => new(worlds, worldsApi, options, notIsolated, shutdown) { _isForSandboxes = true };

    internal static bool Owns(PathString path) =>
        path.Value is { } text && (text.StartsWith(Prefix, StringComparison.Ordinal) || text == LocalStackHealth);

    internal Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        if (IsForeign(context))
        {
            return WriteAsync(context, StatusCodes.Status403Forbidden, writer => writer.WriteString("error", "The admin API answers this machine only, no function, and no page of another origin."));
        }

        if (WorldsApi.Owns(path))
        {
            return worldsApi.HandleAsync(context);
        }

        return (request.Method, path) switch
        {
            ("GET" or "HEAD", "/_unkai/health") => WriteAsync(context, worlds.Store.Failure is null ? 200 : 503, WriteHealth),
            ("GET" or "HEAD", LocalStackHealth) => WriteAsync(context, 200, WriteLocalStackHealth),
            ("GET", "/_unkai/openapi.json") => WriteOpenApiAsync(context),
            ("GET", "/_unkai/status") => OfWorldAsync(context, WriteStatus),
            ("GET", "/_unkai/support") => WriteAsync(context, 200, writer => SupportDocument.Write(writer)),
            ("GET", "/_unkai/calls") => OfWorldAsync(context, WriteCalls),
            ("POST", "/_unkai/shutdown") => ShutDownAsync(context),
            _ => WriteAsync(context, StatusCodes.Status404NotFound, writer => writer.WriteString("error", $"The admin API has no {request.Method} {path}.")),
        };
    }

    private bool IsForeign(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path is "/_unkai/health" or LocalStackHealth)
        {
            return false;
        }

        var headers = context.Request.Headers;
        return _isForSandboxes || (context.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
            || (headers.Origin.ToString() is { Length: > 0 } origin && !HostRules.IsLocalOrigin(origin))
            || headers["Sec-Fetch-Site"].ToString() == "cross-site";
    }

    internal static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync();
    }

    private static async Task WriteOpenApiAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using var document = typeof(AdminApi).Assembly.GetManifestResourceStream("openapi.json")!;
        await document.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private void WriteHealth(Utf8JsonWriter writer)
    {
        writer.WriteString("status", worlds.Store.Failure is null ? "ready" : "read-only");
        writer.WriteString("version", Version);
        if (worlds.Store.Failure is { } failure)
        {
            writer.WriteString("problem", failure);
        }

        writer.WriteStartObject("services");
        foreach (var name in worlds.Services.Names)
        {
            writer.WriteString(name, "ready");
        }

        writer.WriteEndObject();
    }

    private void WriteLocalStackHealth(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("services");
        foreach (var name in worlds.Services.Names)
        {
            writer.WriteString(name, "running");
        }

        writer.WriteEndObject();
        writer.WriteString("edition", "community");
        writer.WriteString("version", Version);
    }

    /// <summary>Answers for the world that the query names; else <c>default</c>.</summary>
    private async Task OfWorldAsync(HttpContext context, Action<Utf8JsonWriter, OpenWorld> write)
    {
        var named = context.Request.Query["world"].ToString() is { Length: > 0 } text ? WorldName.Parse(text) : WorldName.Default;
        if (named is not { } name)
        {
            await WriteAsync(context, 400, writer => writer.WriteString("error", WorldName.Rule));
        }
        else if (await worlds.FindAsync(name, context.RequestAborted) is { } open)
        {
            await WriteAsync(context, 200, writer => write(writer, open));
        }
        else
        {
            await WriteAsync(context, 404, writer => writer.WriteString("error", $"There is no world '{name}'."));
        }
    }

    private void WriteStatus(Utf8JsonWriter writer, OpenWorld open)
    {
        writer.WriteString("version", Version);
        writer.WriteNumber("processId", Environment.ProcessId);
        writer.WriteString("data", options.DataDirectory);
        writer.WriteBoolean("shared", worlds.Store.IsShared);
        writer.WriteString("durability", worlds.Store.IsShared ? "always" : options.DataDirectory is null ? "ephemeral" : options.Durability == Durability.Always ? "always" : "everysec");
        writer.WriteString("authentication", options.Authentication == Wire.Signing.AuthenticationMode.Strict ? "strict" : "development");
        writer.WriteString("authorization", options.Authorization.ToString().ToLowerInvariant());
        writer.WriteString("store", worlds.Store.Failure ?? "ok");
        writer.WriteString("recovery", worlds.Store.Recovery.ToString());
        writer.WriteNumber("memoryBytes", Environment.WorkingSet);
        writer.WriteStartArray("notIsolated");
        foreach (var gap in notIsolated())
        {
            writer.WriteStringValue(gap);
        }

        writer.WriteEndArray();
        writer.WriteString("world", open.World.Name.Value);
        writer.WriteNumber("processes", worlds.ProcessesOf(open.World));
        writer.WriteStartArray("usage");
        foreach (var (account, operation, calls, errors) in open.World.Recorder.Totals())
        {
            writer.WriteStartObject();
            writer.WriteString("account", account);
            writer.WriteString("service", operation.Service.Name);
            writer.WriteString("operation", operation.Name);
            writer.WriteNumber("calls", calls);
            writer.WriteNumber("errors", errors);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCalls(Utf8JsonWriter writer, OpenWorld open)
    {
        writer.WriteStartArray("calls");
        foreach (var record in open.World.Recorder.Recent())
        {
            writer.WriteStartObject();
            writer.WriteString("at", record.At);
            writer.WriteString("requestId", record.RequestId);
            writer.WriteString("cause", record.Cause);
            writer.WriteString("caller", record.Caller.ToString());
            writer.WriteString("region", record.Region);
            writer.WriteString("service", record.Service);
            writer.WriteString("operation", record.Operation);
            writer.WriteString("error", record.ErrorCode);
            writer.WriteNumber("milliseconds", record.Duration.TotalMilliseconds);
            writer.WriteString("wouldDeny", record.WouldDeny);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private async Task ShutDownAsync(HttpContext context)
    {
        await WriteAsync(context, StatusCodes.Status202Accepted, writer => writer.WriteString("status", "stopping"));
        await context.Response.CompleteAsync();
        shutdown();
    }
}
