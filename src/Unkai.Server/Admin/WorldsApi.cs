using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Server.Worlds;
using Unkai.Storage;
using Unkai.Storage.Transfer;

namespace Unkai.Server.Admin;

/// <summary>Worlds and their time, under <c>/_unkai/worlds</c>. See docs/admin-api.md.</summary>
internal sealed class WorldsApi(WorldRegistry worlds, WorldDoors doors)
{
    private const string Root = "/_unkai/worlds";

    internal static bool Owns(string path) => path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal);

    internal async Task HandleAsync(HttpContext context)
    {
        try
        {
            await DispatchAsync(context);
        }
        catch (AdminException refused)
        {
            await RefuseAsync(context, refused.Status, refused.Message);
        }
        catch (WorldNotFoundException)
        {
            await RefuseAsync(context, 404, "There is no such world any more.");
        }
        catch (UnsettledException unsettled)
        {
            await RefuseAsync(context, 409, unsettled.Message);
        }
        catch (StoreUnavailableException unavailable)
        {
            await RefuseAsync(context, 503, $"The cloud's disk does not take writes: {unavailable.Message}");
        }
        catch (StoreCorruptException damaged) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, 500, damaged.Message);
        }
        catch (Exception cut) when (cut is OperationCanceledException or StoreCorruptException or NotSupportedException && (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested))
        {
            // An export that cannot go on: its end is missing, and whoever reads it sees that.
            context.Abort();
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string error) => AdminApi.WriteAsync(context, status, writer => writer.WriteString("error", error));

    private async Task DispatchAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var parts = path.Length <= Root.Length + 1 ? [] : path[(Root.Length + 1)..].Split('/');
        var handled = (context.Request.Method, parts) switch
        {
            ("GET", []) => AdminApi.WriteAsync(context, 200, WriteList),
            ("POST", []) => CreateAsync(context),
            ("GET", [var name]) => ShowAsync(context, name),
            ("DELETE", [var name]) => DeleteAsync(context, name),
            ("POST", [var name, "reset"]) => ResetAsync(context, name),
            ("POST", [var name, "ports"]) => ServeAsync(context, name),
            ("GET", [var name, "export"]) => TransferApi.ExportAsync(context, await FindAsync(context, name), worlds),
            ("PUT" or "POST", [var name, "import"]) => TransferApi.ImportAsync(context, NewName(name), worlds),
            ("GET", [var name, "clock"]) => ShowAsync(context, name),
            ("POST", [var name, "clock"]) => ClockAsync(context, name),
            ("GET", [var name, "faults"]) => FaultsApi.ListAsync(context, await FindAsync(context, name)),
            ("POST", [var name, "faults"]) => FaultsApi.AddAsync(context, await FindAsync(context, name), worlds),
            ("DELETE", [var name, "faults", var id]) => FaultsApi.RemoveAsync(context, await FindAsync(context, name), id),
            _ => throw new AdminException(404, $"The admin API has no {context.Request.Method} {path}."),
        };
        await handled;
    }

    private static WorldName Name(string? text) => WorldName.Parse(text) ?? throw new AdminException(400, WorldName.Rule);

    private static WorldName NewName(string? text)
    {
        var name = Name(text);
        return WorldFile.IsStaging(name) ? throw new AdminException(400, "Names of this form are those of worlds that are being imported.") : name;
    }

    private async ValueTask<OpenWorld> FindAsync(HttpContext context, string text)
    {
        var name = Name(text);
        return await worlds.FindAsync(name, context.RequestAborted) ?? throw NoWorld(name);
    }

    private static AdminException NoWorld(WorldName name) => new(404, $"There is no world '{name}'.");

    private async Task CreateAsync(HttpContext context)
    {
        var body = await AdminRequest.ReadAsync(context);
        var name = NewName(body.Text("name"));
        var seed = body.Seed("seed");
        OpenWorld? made;
        if (body.Text("from") is { } from)
        {
            var source = await FindAsync(context, from);
            made = await worlds.ForkAsync(source.World.Name, name, seed, context.RequestAborted);
        }
        else
        {
            made = await worlds.CreateAsync(name, seed, context.RequestAborted);
        }

        if (made is null)
        {
            throw new AdminException(409, $"There is a world '{name}' already.");
        }

        await AdminApi.WriteAsync(context, 201, writer => Write(writer, made));
    }

    private async Task ShowAsync(HttpContext context, string name)
    {
        var open = await FindAsync(context, name);
        await AdminApi.WriteAsync(context, 200, writer => Write(writer, open));
    }

    private async Task DeleteAsync(HttpContext context, string text)
    {
        var name = Name(text);
        if (name == WorldName.Default)
        {
            throw new AdminException(409, "The world 'default' always exists: reset it instead.");
        }

        if (!await worlds.DeleteAsync(name, context.RequestAborted))
        {
            throw NoWorld(name);
        }

        await AdminApi.WriteAsync(context, 200, writer => writer.WriteString("deleted", name.Value));
    }

    private async Task ResetAsync(HttpContext context, string text)
    {
        var name = Name(text);
        var open = await worlds.ResetAsync(name, context.RequestAborted) ?? throw NoWorld(name);
        await AdminApi.WriteAsync(context, 200, writer => Write(writer, open));
    }

    private async Task ServeAsync(HttpContext context, string name)
    {
        var open = await FindAsync(context, name);
        var port = (await AdminRequest.ReadAsync(context)).Number("port") ?? 0;
        if (port is < 0 or > IPEndPoint.MaxPort || port != Math.Floor(port))
        {
            throw new AdminException(400, "'port' must be a whole number from 0 to 65535; 0 takes a free one.");
        }

        Uri address;
        try
        {
            address = await doors.ServeAsync(open.World.Name, (int)port);
        }
        catch (Exception taken) when (taken is IOException { InnerException: AddressInUseException } or IOException or SocketException)
        {
            throw new AdminException(409, $"Port {port} cannot be opened: it is taken, or this user may not listen on it.");
        }

        await AdminApi.WriteAsync(context, 201, writer => writer.WriteString("address", address.GetLeftPart(UriPartial.Authority)));
    }

    private async Task ClockAsync(HttpContext context, string name)
    {
        var open = await FindAsync(context, name);
        var body = await AdminRequest.ReadAsync(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, open.Ending);
        TimeReport? report = null;
        try
        {
            switch (body.Text("action"))
            {
                case "freeze":
                    await open.Time.FreezeAsync(body.Time("at"), ending.Token);
                    break;
                case "run":
                    var rate = body.Number("rate") ?? 1;
                    if (!(rate > 0 && rate <= WorldTime.RateMax))
                    {
                        throw new AdminException(400, $"'rate' must be above 0 and at most {WorldTime.RateMax:F0}.");
                    }

                    await open.Time.RunAsync(rate, body.Time("at"), ending.Token);
                    break;
                case "advance":
                    report = await open.Time.AdvanceAsync(body.Duration("by") ?? throw new AdminException(400, $"'by' says how far. {DurationText.Rule}"), ending.Token);
                    break;
                case "settle":
                    report = await open.Time.SettleAsync(ending.Token);
                    break;
                default:
                    throw new AdminException(400, "'action' must be freeze, advance, settle or run.");
            }
        }
        catch (OperationCanceledException) when (open.Ending.IsCancellationRequested)
        {
            throw NoWorld(open.World.Name);
        }

        await AdminApi.WriteAsync(context, 200, writer =>
        {
            Write(writer, open);
            if (report is not null)
            {
                writer.WriteNumber("jobCount", report.JobCount);
                writer.WriteNumber("invocations", report.Invocations);
                Write(writer, "jobs", report.Jobs);
                Write(writer, "failures", report.Failures);
            }
        });
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<JobReport> jobs)
    {
        writer.WriteStartArray(name);
        foreach (var job in jobs)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", job.Kind);
            writer.WriteString("due", job.Due);
            writer.WriteString("ranAt", job.RanAt);
            writer.WriteNumber("attempt", job.Attempt);
            writer.WriteString("problem", job.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteList(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("worlds");
        foreach (var open in worlds.List())
        {
            writer.WriteStartObject();
            Write(writer, open);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, OpenWorld open)
    {
        writer.WriteString("name", open.World.Name.Value);
        writer.WriteString("parent", open.Origin.Parent);
        if (open.Origin.Seed is { } seed)
        {
            writer.WriteNumber("seed", seed);
        }
        else
        {
            writer.WriteNull("seed");
        }

        writer.WriteString("time", open.World.Clock.GetUtcNow());
        writer.WriteNumber("rate", open.World.Clock.Rate);
        writer.WriteStartArray("addresses");
        foreach (var address in doors.AddressesOf(open.World.Name))
        {
            writer.WriteStringValue(address.GetLeftPart(UriPartial.Authority));
        }

        writer.WriteEndArray();
    }
}
