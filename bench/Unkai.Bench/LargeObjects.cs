using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unkai.Bench;

/// <summary>Large objects in and out over kept connections; bodies are not held by the client.</summary>
internal sealed class LargeObjects(Requests requests, int port)
{
    private const int Connections = 4;
    private const int BufferBytes = 256 * 1024;

    internal async Task PrepareAsync()
    {
        using var socket = await OpenAsync();
        await SendAsync(socket, requests.S3("PUT", "/large", []));
    }

    /// <returns>Megabytes a second of objects of this size, each under a key of its connection.</returns>
    internal Task<double> PutAsync(int size, int count)
    {
        var body = Body(size);
        return RunAsync(size, count, (connection, _) => requests.S3("PUT", $"/large/{size}-{connection}", body));
    }

    internal Task<double> GetAsync(int size, int count) => RunAsync(size, count, (connection, _) => requests.S3("GET", $"/large/{size}-{connection}", []));

    /// <summary>An object of sixteen parts of 64 MB; the floor gets the parts.</summary>
    /// <returns>Megabytes a second.</returns>
    internal async Task<double> MultipartAsync(bool isFloor)
    {
        const int PartBytes = 64 << 20;
        const int Parts = 16;
        var body = Body(PartBytes);
        using var socket = await OpenAsync();
        var upload = isFloor ? "none" : Between(await SendAsync(socket, requests.S3("POST", "/large/film?uploads", [])), "<UploadId>", "</UploadId>");
        var watch = Stopwatch.StartNew();
        var tags = new string[Parts];
        for (var part = 1; part <= Parts; part++)
        {
            var head = await SendAsync(socket, requests.S3("PUT", isFloor ? $"/large/film-{part}" : $"/large/film?partNumber={part}&uploadId={upload}", body));
            tags[part - 1] = isFloor ? "" : Between(head, "ETag: ", "\r\n");
        }

        if (!isFloor)
        {
            var list = new StringBuilder("<CompleteMultipartUpload>");
            for (var part = 1; part <= Parts; part++)
            {
                list.Append(CultureInfo.InvariantCulture, $"<Part><PartNumber>{part}</PartNumber><ETag>{tags[part - 1]}</ETag></Part>");
            }

            await SendAsync(socket, requests.S3("POST", $"/large/film?uploadId={upload}", Encoding.UTF8.GetBytes(list.Append("</CompleteMultipartUpload>").ToString())));
        }

        return Parts * 64 / watch.Elapsed.TotalSeconds;
    }

    private static byte[] Body(int size)
    {
        var body = new byte[size];
        new Random(1).NextBytes(body);
        return body;
    }

    private async Task<double> RunAsync(int size, int count, Func<int, int, byte[]> request)
    {
        var prebuilt = Enumerable.Range(0, Connections).Select(connection => request(connection, 0)).ToArray();
        var each = Math.Max(1, count / Connections);
        var sockets = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => OpenAsync()));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(sockets.Select((socket, connection) => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await SendAsync(socket, prebuilt[connection]);
            }
        })));
        var perSecond = (double)size * each * Connections / (1 << 20) / watch.Elapsed.TotalSeconds;
        Array.ForEach(sockets, socket => socket.Dispose());
        return perSecond;
    }

    private async Task<Socket> OpenAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <returns>The answer's head, and as much of its body as came with it.</returns>
    private static async Task<string> SendAsync(Socket socket, byte[] request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request.AsMemory(sent));
        }

        var buffer = new byte[BufferBytes];
        var length = 0;
        int head;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The server closed the connection.");
        }
        while ((head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0);

        var text = Encoding.UTF8.GetString(buffer, 0, length);
        if (text[9] != '2')
        {
            throw new IOException(text);
        }

        var at = text.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        var left = (at < 0 ? 0 : long.Parse(text.AsSpan(at + 15, text.IndexOf('\r', at) - at - 15), CultureInfo.InvariantCulture)) - (length - head - 4);
        while (left > 0)
        {
            var read = await socket.ReceiveAsync(buffer);
            left -= read > 0 ? read : throw new IOException("The server closed the connection.");
        }

        return text;
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.OrdinalIgnoreCase) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
