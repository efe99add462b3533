using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Unkai.PostgresCluster;

namespace Unkai.Storage.Tests.Postgres;

/// <summary>The server goes, or cannot be reached, while commits are under way.</summary>
public sealed class OutageTests
{
    private const int Clients = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_crashes_and_starts_again_loses_and_doubles_no_commit()
    {
        var (cluster, missing) = await Cluster.StartOrSayAsync();
        Assert.SkipWhen(cluster is null, missing ?? "");
        await using (cluster)
        {
            await using var store = await Databases.OpenAsync(await cluster!.CreateDatabaseAsync());

            await CountWhileAsync(store, async () =>
            {
                for (var round = 0; round < 3; round++)
                {
                    await cluster.CrashAsync();
                    await cluster.StartAsync();
                    await CommitsAsync(store, 30);
                }
            });
        }
    }

    [Fact]
    public async Task Connections_cut_in_the_middle_of_commits_lose_and_double_none()
    {
        var server = await Databases.ServerAsync();
        var database = await Databases.NewAsync();
        await using var wire = new Wire(server.SocketPath);
        var name = new Uri(database).AbsolutePath;
        await using var store = await Databases.OpenAsync($"postgres://unkai@127.0.0.1:{wire.Port}{name}?sslmode=disable");

        await CountWhileAsync(store, async () =>
        {
            for (var round = 0; round < 12; round++)
            {
                await CommitsAsync(store, 10 + round);
                wire.Cut();
            }
        });
    }

    /// <summary>Clients that each count what they were told was committed, beside one sum that all add to.</summary>
    private static async Task CountWhileAsync(Store store, Func<Task> disturb)
    {
        using var stop = new CancellationTokenSource();
        var told = new long[Clients];
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(
            async () =>
            {
                byte[] own = [(byte)'c', (byte)client];
                while (!stop.IsCancellationRequested)
                {
                    await store.TransactAsync(
                        WorldName.Default,
                        async transaction =>
                        {
                            var count = Number(await transaction.GetAsync(own)) + 1;
                            var bytes = new byte[sizeof(long)];
                            BinaryPrimitives.WriteInt64LittleEndian(bytes, count);
                            transaction.Put(own, bytes);
                            transaction.Add(Bytes.Of("sum"), 1);
                            transaction.Append(Bytes.Of("log/"), own);
                            return count;
                        },
                        Cancellation);
                    told[client]++;
                }
            },
            Cancellation)).ToList();
        await disturb();
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        for (var client = 0; client < Clients; client++)
        {
            byte[] own = [(byte)'c', (byte)client];
            Assert.Equal(told[client], await store.ReadAsync(WorldName.Default, async snapshot => Number(await snapshot.GetAsync(own)), Cancellation));
        }

        Assert.Equal(told.Sum(), await store.ReadAsync(WorldName.Default, async snapshot => Number(await snapshot.GetAsync(Bytes.Of("sum"))), Cancellation));
        Assert.Equal(told.Sum(), (await store.ReadAsync(WorldName.Default, snapshot => snapshot.RangeAsync(KeyRange.Prefix(Bytes.Of("log/")), Snapshot.RangeEntriesMax), Cancellation)).Count);
    }

    private static async Task CommitsAsync(Store store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await store.TransactAsync(WorldName.Default, transaction => TransactionSuite.Put(transaction, "beside", "x"), Cancellation);
        }
    }

    private static long Number(ReadOnlyMemory<byte>? value) => value is { } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes.Span) : 0;

    /// <summary>A port that passes bytes on to the server's socket, until it is cut.</summary>
    private sealed class Wire : IAsyncDisposable
    {
        private readonly string _socket;
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Lock _gate = new();
        private readonly Task _accepting;
        private List<Socket> _open = [];

        public Wire(string socket)
        {
            _socket = socket;
            _listener.Start();
            _accepting = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        /// <summary>Breaks every connection, with what is on its way.</summary>
        public void Cut()
        {
            List<Socket> open;
            lock (_gate)
            {
                (open, _open) = (_open, []);
            }

            foreach (var socket in open)
            {
                socket.Close(0);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _accepting;
            Cut();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptSocketAsync();
                    var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await server.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
                    lock (_gate)
                    {
                        _open.AddRange([client, server]);
                    }

                    _ = PassAsync(client, server);
                    _ = PassAsync(server, client);
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
            }
        }

        private static async Task PassAsync(Socket from, Socket to)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // Cut.
            }
            finally
            {
                from.Close();
                to.Close();
            }
        }
    }
}
