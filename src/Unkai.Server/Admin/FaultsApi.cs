using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Faults;
using Unkai.Server.Worlds;

namespace Unkai.Server.Admin;

/// <summary>A world's fault rules, under <c>/_unkai/worlds/{name}/faults</c>. See docs/admin-api.md.</summary>
internal static class FaultsApi
{
    private const int IdLength = 12;
    private static readonly TimeSpan s_delayMax = TimeSpan.FromHours(1);

    internal static Task ListAsync(HttpContext context, OpenWorld open) => AdminApi.WriteAsync(context, 200, writer =>
    {
        writer.WriteStartArray("faults");
        foreach (var rule in open.World.Faults.Rules)
        {
            writer.WriteStartObject();
            Write(writer, open.World, rule);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    internal static async Task AddAsync(HttpContext context, OpenWorld open, WorldRegistry worlds)
    {
        var body = await AdminRequest.ReadAsync(context);
        var delay = body.Duration("delay") ?? TimeSpan.Zero;
        var rule = new FaultRule
        {
            Id = open.World.NextRandom().NextHex(IdLength),
            Service = Known(body.Text("service"), worlds),
            Operation = body.Text("operation"),
            Resource = body.Text("resource"),
            Caller = body.Text("caller"),
            Rate = body.Number("rate") ?? 1,
            From = body.Time("from"),
            Until = body.Time("until"),
            Error = body.Text("error") is { Length: > 0 } code ? new AwsError(code, Status(body, code), body.Text("message") ?? "A fault rule of this world answers so.") : null,
            Delay = delay,
            DelayMax = body.Duration("delayMax") ?? delay,
            Drop = body.Text("drop") switch
            {
                null => ConnectionDrop.None,
                "before" => ConnectionDrop.Before,
                "after" => ConnectionDrop.After,
                _ => throw new AdminException(400, "'drop' must be before or after."),
            },
        };
        Check(rule, worlds);
        if (!await WorldFaults.AddAsync(open.World, rule, context.RequestAborted))
        {
            throw new AdminException(409, $"The world has {FaultRules.RulesMax} fault rules already.");
        }

        await AdminApi.WriteAsync(context, 201, writer => Write(writer, open.World, rule));
    }

    internal static async Task RemoveAsync(HttpContext context, OpenWorld open, string id)
    {
        if (!await WorldFaults.RemoveAsync(open.World, id, context.RequestAborted))
        {
            throw new AdminException(404, $"The world '{open.World.Name}' has no fault rule '{id}'.");
        }

        await AdminApi.WriteAsync(context, 200, writer => writer.WriteString("removed", id));
    }

    private static string? Known(string? service, WorldRegistry worlds) =>
        service is null || worlds.Services.Names.Contains(service)
            ? service
            : throw new AdminException(400, $"This cloud has no service '{service}'; it has {string.Join(", ", worlds.Services.Names)}.");

    private static void Check(FaultRule rule, WorldRegistry worlds)
    {
        if (!(rule.Rate is > 0 and <= 1))
        {
            throw new AdminException(400, "'rate' must be above 0 and at most 1: the share of the calls that are hit.");
        }

        if (rule.Delay > s_delayMax || rule.DelayMax > s_delayMax || rule.DelayMax < rule.Delay)
        {
            throw new AdminException(400, "'delay' and 'delayMax' are at most 1h, and 'delayMax' is not below 'delay'.");
        }

        if (rule.Error is null && rule.Drop == ConnectionDrop.None && rule.DelayMax == TimeSpan.Zero)
        {
            throw new AdminException(400, "A rule does something: give it an error, a drop or a delay.");
        }

        if (rule.Error is not null && rule.Drop != ConnectionDrop.None)
        {
            throw new AdminException(400, "A rule answers with an error or drops the connection, not both.");
        }

        if (rule.Service is { } service && rule.Operation is { } operation && !operation.AsSpan().ContainsAny('*', '?')
            && !worlds.Services.Find(service)!.Contract.Operations.Any(known => known.Name == operation))
        {
            throw new AdminException(400, $"{service} has no operation '{operation}'.");
        }
    }

    private static int Status(AdminRequest body, string code)
    {
        var status = body.Number("status") ?? code switch
        {
            "SlowDown" or "ServiceUnavailable" or "ServiceUnavailableException" => 503,
            "InternalError" or "InternalFailure" or "InternalServerError" or "ServiceException" => 500,
            "TooManyRequestsException" => 429,
            "AccessDenied" or "AccessDeniedException" => 403,
            _ => 400,
        };
        return status is >= 400 and <= 599 && status == Math.Floor(status) ? (int)status : throw new AdminException(400, "'status' must be a whole number from 400 to 599.");
    }

    private static void Write(Utf8JsonWriter writer, World world, FaultRule rule)
    {
        writer.WriteString("id", rule.Id);
        writer.WriteString("service", rule.Service);
        writer.WriteString("operation", rule.Operation);
        writer.WriteString("resource", rule.Resource);
        writer.WriteString("caller", rule.Caller);
        writer.WriteNumber("rate", rule.Rate);
        WriteTime(writer, "from", rule.From);
        WriteTime(writer, "until", rule.Until);
        writer.WriteString("error", rule.Error?.Code);
        writer.WriteString("drop", rule.Drop switch { ConnectionDrop.Before => "before", ConnectionDrop.After => "after", _ => null });
        writer.WriteNumber("delayMs", rule.Delay.TotalMilliseconds);
        writer.WriteNumber("delayMsMax", rule.DelayMax.TotalMilliseconds);
        writer.WriteNumber("hits", world.Faults.HitsOf(rule.Id));
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
