using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Unkai.Bench;

/// <summary>
/// The floor: bare Kestrel that reads the body, appends its bytes to a log with the same group commit and durability, and answers a constant
/// of the same size. GET, and DynamoDB's reads, answer a constant without a write.
/// </summary>
internal static class Floor
{
    private const int DefaultBytes = 300;
    private const int AnswerBytesMax = 2_000_000;

    internal static async Task RunAsync(int port, string folder, bool always)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        using var log = new GroupCommitLog(Path.Combine(folder, "floor.log"), always);
        var answer = new byte[AnswerBytesMax];
        Array.Fill(answer, (byte)'x');
        app.Run(async context =>
        {
            var body = await ReadAsync(context.Request);
            var target = context.Request.Headers["x-amz-target"].ToString();
            if (context.Request.Method != "GET" && !IsRead(target.AsSpan(target.IndexOf('.', StringComparison.Ordinal) + 1)))
            {
                await log.AppendAsync(body);
            }

            var bytes = int.TryParse(context.Request.Headers["x-floor-bytes"], out var asked) ? asked : DefaultBytes;
            context.Response.ContentLength = bytes;
            await context.Response.BodyWriter.WriteAsync(answer.AsMemory(0, bytes));
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
    }

    /// <summary>DynamoDB's reads are POSTs too.</summary>
    private static bool IsRead(ReadOnlySpan<char> operation) => operation.SequenceEqual("GetItem") || operation.SequenceEqual("Query") || operation.SequenceEqual("Scan");

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
