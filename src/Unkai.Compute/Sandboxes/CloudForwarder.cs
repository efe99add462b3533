using System.Buffers;
using System.Net.Sockets;

namespace Unkai.Compute;

/// <summary>Carries bytes from a listener inside a sandbox's network to the cloud, the one address that the sandbox reaches.</summary>
internal sealed class CloudForwarder : IDisposable
{
    private const int ConnectionsMax = 512;
    private const int BufferBytes = 64 * 1024;

    private readonly Socket _listener;
    private readonly Uri _cloud;
    private readonly CancellationTokenSource _stop = new();
    private int _connections;

    public CloudForwarder(Socket listener, Uri cloud)
    {
        (_listener, _cloud) = (listener, cloud);
        _ = Task.Run(() => AcceptAsync(_stop.Token));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var inside = await _listener.AcceptAsync(cancellation);
                if (Interlocked.Increment(ref _connections) > ConnectionsMax)
                {
                    Interlocked.Decrement(ref _connections);
                    inside.Dispose();
                    continue;
                }

                _ = CarryAsync(inside, cancellation);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The environment has ended.
        }
    }

    private async Task CarryAsync(Socket inside, CancellationToken cancellation)
    {
        try
        {
            using (inside)
            using (var outside = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
            {
                inside.NoDelay = true;
                await outside.ConnectAsync(_cloud.Host, _cloud.Port, cancellation);
                await Task.WhenAll(CopyAsync(inside, outside, cancellation), CopyAsync(outside, inside, cancellation));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone: both close.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int received;
            while ((received = await from.ReceiveAsync(buffer, cancellation)) > 0)
            {
                for (var sent = 0; sent < received;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, received - sent), cancellation);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            from.Dispose();
            to.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
