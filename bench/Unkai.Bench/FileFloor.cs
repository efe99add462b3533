using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Unkai.Bench;

/// <summary>
/// The floor of large objects: bare Kestrel that writes a body into a file and syncs it, taking the digests that S3 takes on the way (MD5 for the
/// ETag, SHA-256 because it is signed, CRC-64/NVME because it is kept), and sends a file as it is.
/// </summary>
internal static class FileFloor
{
    private const int BufferBytes = 256 * 1024;

    internal static async Task RunAsync(int port, string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            var path = Path.Combine(folder, context.Request.Path.Value![1..].Replace('/', '-'));
            if (context.Request.Method == "PUT" && context.Request.ContentLength > 0)
            {
                await WriteAsync(context.Request, $"{path}-{Guid.NewGuid():N}", path);
            }
            else if (context.Request.Method == "GET")
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, useAsync: true);
                context.Response.ContentLength = file.Length;
                await file.CopyToAsync(context.Response.Body, BufferBytes);
                return;
            }

            context.Response.ContentLength = 0;
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
    }

    private static async Task WriteAsync(HttpRequest request, string temporary, string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
#pragma warning disable CA5351 // S3's ETag is MD5.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc64Nvme();
        await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, useAsync: true))
        {
            for (int count; (count = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
            {
                md5.AppendData(buffer, 0, count);
                sha256.AppendData(buffer, 0, count);
                crc.Append(buffer.AsSpan(0, count));
                await file.WriteAsync(buffer.AsMemory(0, count));
            }

            file.Flush(flushToDisk: true);
        }

        _ = string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(md5.GetHashAndReset())}{Convert.ToHexString(sha256.GetHashAndReset())}{Convert.ToHexString(crc.Current())}");
        File.Move(temporary, path, overwrite: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
