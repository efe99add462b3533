using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Unkai.Bench;

/// <summary>
/// The floor: bare Kestrel that reads the body, appends its bytes to a log with the same group commit and durability, and answers a constant
/// of the same size. GET answers a constant without a write.
/// </summary>
internal static class Floor
{
    internal static async Task RunAsync(int port, string folder, bool always)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        using var log = new GroupCommitLog(Path.Combine(folder, "floor.log"), always);
        var answer = new byte[300];
        Array.Fill(answer, (byte)'x');
        app.Run(async context =>
        {
            var body = await ReadAsync(context.Request);
            if (context.Request.Method != "GET")
            {
                await log.AppendAsync(body);
            }

            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer);
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
    }

    internal static async ValueTask<byte[]> ReadAsync(HttpRequest request)
    {
        while (true)
        {
            var result = await request.BodyReader.ReadAsync();
            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
