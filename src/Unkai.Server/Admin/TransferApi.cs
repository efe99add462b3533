using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Unkai.Server.Worlds;
using Unkai.Storage.Transfer;

namespace Unkai.Server.Admin;

/// <summary>Exports and imports of worlds, under <c>/_unkai/worlds/{name}</c>. See docs/admin-api.md.</summary>
internal static class TransferApi
{
    internal static async Task ExportAsync(HttpContext context, OpenWorld open, WorldRegistry worlds)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, open.Ending);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{open.World.Name}.world\"";
        await worlds.Store.ExportAsync(open.World.Name, context.Response.Body, ending.Token);
    }

    internal static async Task ImportAsync(HttpContext context, WorldName name, WorldRegistry worlds)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        try
        {
            if (await worlds.ImportAsync(context.Request.Body, name, context.RequestAborted) is not { } imported)
            {
                throw new AdminException(StatusCodes.Status409Conflict, $"There is a world '{name}' already.");
            }

            await AdminApi.WriteAsync(context, StatusCodes.Status201Created, writer =>
            {
                writer.WriteString("name", name.Value);
                writer.WriteString("exportedAs", imported.Report.World.Value);
                writer.WriteNumber("entries", imported.Report.Entries);
                writer.WriteNumber("blobs", imported.Report.Blobs);
            });
        }
        catch (WorldFileException refused)
        {
            throw new AdminException(StatusCodes.Status400BadRequest, refused.Message);
        }
        catch (NotSupportedException refused)
        {
            throw new AdminException(StatusCodes.Status501NotImplemented, refused.Message);
        }
    }
}
