using Microsoft.AspNetCore.Http;
using Unkai.Cloud;
using Unkai.Cloud.Faults;
using Unkai.Server.Worlds;

namespace Unkai.Server.Admin;

/// <summary>A world's fault rules, under <c>/_unkai/worlds/{name}/faults</c>. See docs/admin-api.md.</summary>
internal static class FaultsApi
{
    private const int IdLength = 12;

    internal static Task ListAsync(HttpContext context, OpenWorld open) => AdminApi.WriteAsync(context, 200, writer =>
    {
        writer.WriteStartArray("faults");
        foreach (var rule in open.World.Faults.Rules)
        {
            writer.WriteStartObject();
            FaultDocument.Write(writer, open.World, rule);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    internal static async Task AddAsync(HttpContext context, OpenWorld open, WorldRegistry worlds)
    {
        var rule = FaultRequest.Read(await AdminRequest.ReadAsync(context), worlds.Services) with { Id = open.World.NextRandom().NextHex(IdLength) };
        if (!await WorldFaults.AddAsync(open.World, rule, context.RequestAborted))
        {
            throw new AdminException(409, $"The world has {FaultRules.RulesMax} fault rules already.");
        }

        await AdminApi.WriteAsync(context, 201, writer => FaultDocument.Write(writer, open.World, rule));
    }

    internal static async Task RemoveAsync(HttpContext context, OpenWorld open, string id)
    {
        if (!await WorldFaults.RemoveAsync(open.World, id, context.RequestAborted))
        {
            throw new AdminException(404, $"The world '{open.World.Name}' has no fault rule '{id}'.");
        }

        await AdminApi.WriteAsync(context, 200, writer => writer.WriteString("removed", id));
    }
}
