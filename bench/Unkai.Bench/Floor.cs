using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Unkai.Bench;

/// <summary>
/// The floor: bare Kestrel that reads the body, appends its bytes to a log with the same group commit and durability, and answers a constant
/// of the same size. GET answers a constant without a write; so does a request that says how long its answer is to be.
/// </summary>
internal static class Floor
{
    internal const string AnswerBytesHeader = "x-floor-answer-bytes";

    internal static async Task RunAsync(int port, string folder, bool always)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        using var log = new GroupCommitLog(Path.Combine(folder, "floor.log"), always);
        const int UsualBytes = 300;
        const int BytesMax = 4 * 1024 * 1024;
        var constant = new byte[BytesMax];
        Array.Fill(constant, (byte)'x');
        app.Run(async context =>
        {
            var body = await ReadAsync(context.Request);
            var length = UsualBytes;
            if (context.Request.Headers[AnswerBytesHeader] is [{ } stated])
            {
                length = int.Parse(stated, System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (context.Request.Method != "GET")
            {
                await log.AppendAsync(body);
            }

            context.Response.ContentLength = length;
            await context.Response.BodyWriter.WriteAsync(constant.AsMemory(0, length));
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
    }

    private static async ValueTask<byte[]> ReadAsync(HttpRequest request)
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
