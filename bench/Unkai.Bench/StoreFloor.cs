using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Unkai.Storage;

namespace Unkai.Bench;

/// <summary>
/// The floor of a database: bare Kestrel over Unkai's store. A header says what to do there (<c>put 25 bench/key</c>, <c>read 10 bench/key</c>,
/// <c>update 1 bench/key</c>) and how long the answer is, which is a constant.
/// </summary>
internal static class StoreFloor
{
    internal const string OrderHeader = "x-floor-order";
    internal const string AnswerBytesHeader = "x-floor-answer-bytes";

    private const int AnswerBytesMax = 4 * 1024 * 1024;
    private const int UsualAnswerBytes = 2;

    private static readonly Table<(string Key, long Number), byte[]> s_rows = new("floor", 1, KeyCodec.Of(KeyCodec.Text, KeyCodec.Number), ValueCodec.Bytes);

    internal static async Task RunAsync(int port, string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        await using var store = await Store.OpenAsync(new StoreOptions { Disk = new MachineDisk(folder) }, CancellationToken.None);
        var constant = new byte[AnswerBytesMax];
        Array.Fill(constant, (byte)'x');
        app.Run(async context =>
        {
            var body = await Floor.ReadAsync(context.Request);
            var order = context.Request.Headers[OrderHeader].ToString().Split(' ');
            if (order is [var what, var count, var key])
            {
                await CarryOutAsync(store, what, int.Parse(count, CultureInfo.InvariantCulture), key, body);
            }

            var length = context.Request.Headers[AnswerBytesHeader] is [{ } stated] ? int.Parse(stated, CultureInfo.InvariantCulture) : UsualAnswerBytes;
            context.Response.ContentLength = length;
            await context.Response.BodyWriter.WriteAsync(constant.AsMemory(0, length));
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
    }

    /// <summary>The request with the floor's headers, outside the signature.</summary>
    /// <param name="request">A signed request.</param>
    /// <param name="order">What the floor does; empty for nothing.</param>
    /// <param name="answerBytes">How long the floor's answer is; null: as long as a write's.</param>
    internal static byte[] WithOrder(byte[] request, string order, int? answerBytes)
    {
        var line = request.AsSpan().IndexOf("\r\n"u8) + 2;
        var headers = $"{OrderHeader}: {order}\r\n" + (answerBytes is { } length ? string.Create(CultureInfo.InvariantCulture, $"{AnswerBytesHeader}: {length}\r\n") : "");
        return [.. request.AsSpan(0, line), .. Encoding.ASCII.GetBytes(headers), .. request.AsSpan(line)];
    }

    private static async Task CarryOutAsync(Store store, string what, int count, string key, byte[] body)
    {
        if (what == "read")
        {
            await store.ReadAsync(WorldName.Default, async snapshot => (await s_rows.RangeAsync(snapshot, s_rows.Under(key).All, count)).Count, CancellationToken.None);
            return;
        }

        await store.TransactAsync(
            WorldName.Default,
            (what, count, key, body),
            static async (transaction, order) =>
            {
                var bytes = order.body.Length / order.count;
                for (var i = 0; i < order.count; i++)
                {
                    if (order.what == "update")
                    {
                        await s_rows.GetAsync(transaction, (order.key, i));
                    }

                    s_rows.Put(transaction, (order.key, i), order.body.AsSpan(i * bytes, bytes).ToArray());
                }

                return true;
            },
            CancellationToken.None);
    }
}
