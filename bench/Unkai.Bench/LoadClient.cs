using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unkai.Bench;

/// <summary>As little client as possible: prebuilt requests over kept connections, answers read to their Content-Length.</summary>
internal static class LoadClient
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Runs <paramref name="count"/> cycles over <paramref name="connections"/> connections and returns requests a second.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="connections">How many connections work at once.</param>
    /// <param name="count">Cycles in all.</param>
    /// <param name="requestsPerCycle">Requests in one cycle.</param>
    /// <param name="cycle">Does one cycle over a connection; gets the cycle's number.</param>
    /// <param name="longest">After this no further cycle begins; null: all are done.</param>
    internal static async Task<double> RunAsync(
        int port, int connections, int count, int requestsPerCycle, Func<Connection, int, Task> cycle, TimeSpan? longest = null)
    {
        var (next, done) = (-1, 0);
        var clients = new List<Connection>();
        for (var i = 0; i < connections; i++)
        {
            clients.Add(await Connection.OpenAsync(port));
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < count && !(watch.Elapsed > longest))
            {
                await cycle(client, number);
                Interlocked.Increment(ref done);
            }
        })));
        var perSecond = done * requestsPerCycle / watch.Elapsed.TotalSeconds;
        clients.ForEach(client => client.Dispose());
        return perSecond;
    }

    internal sealed class Connection : IDisposable
    {
        private readonly int _port;
        private byte[] _buffer = new byte[BufferBytes];
        private Socket _socket;

        private Connection(int port)
        {
            _port = port;
            _socket = NewSocket();
        }

        public void Dispose() => _socket.Dispose();

        internal static async Task<Connection> OpenAsync(int port)
        {
            var connection = new Connection(port);
            await connection._socket.ConnectAsync(IPAddress.Loopback, port);
            return connection;
        }

        /// <returns>The answer's body.</returns>
        internal async Task<ReadOnlyMemory<byte>> SendAsync(byte[] request)
        {
            await _socket.SendAsync(request);
            var length = 0;
            while (true)
            {
                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, length * 2);
                }

                var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
                if (read == 0)
                {
                    throw new IOException("The server closed the connection.");
                }

                length += read;
                var head = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
                if (head < 0)
                {
                    continue;
                }

                var body = head + 4;
                var text = Encoding.ASCII.GetString(_buffer, 0, head);
                var whole = IsChunked(text) ? ChunkedEnd(body, length) : body + BodyLength(text);
                if (length >= whole)
                {
                    if (text.Contains("\nconnection: close", StringComparison.OrdinalIgnoreCase))
                    {
                        await ReopenAsync();
                    }

                    return _buffer[9] == '2'
                        ? _buffer.AsMemory(body, whole - body)
                        : throw new IOException(Encoding.UTF8.GetString(_buffer, 0, length));
                }
            }
        }

        private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        /// <summary>Some servers, moto's among them, close after each answer: the next request pays for a connection, as an SDK's would.</summary>
        private async Task ReopenAsync()
        {
            _socket.Dispose();
            _socket = NewSocket();
            await _socket.ConnectAsync(IPAddress.Loopback, _port);
        }

        private static bool IsChunked(string text) => text.Contains("\ntransfer-encoding: chunked", StringComparison.OrdinalIgnoreCase);

        /// <summary>A peer's answer of unsaid length; its chunks are counted, not joined.</summary>
        private int ChunkedEnd(int body, int length) =>
            _buffer.AsSpan(body, length - body).EndsWith("0\r\n\r\n"u8) ? length : int.MaxValue;

        private static int BodyLength(string text)
        {
            var at = text.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return 0;
            }

            var end = text.IndexOf('\r', at);
            return int.Parse(text.AsSpan(at + 15, (end < 0 ? text.Length : end) - at - 15), System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
