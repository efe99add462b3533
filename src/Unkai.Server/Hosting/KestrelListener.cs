using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Unkai.Server.Hosting;

/// <summary>Kestrel by itself, with the limits that README documents.</summary>
internal sealed class KestrelListener : IAsyncDisposable
{
    /// <summary>A request's headers together, in bytes. S3 allows 8 KB of them; presigned URLs and tokens need more.</summary>
    private const int HeaderBytesMax = 64 * 1024;

    /// <summary>A request's first line, in bytes: a presigned URL with a session token.</summary>
    private const int RequestLineBytesMax = 32 * 1024;

    /// <summary>The largest object of one PutObject, 5 GiB, and its framing.</summary>
    private const long BodyBytesMax = (5L * 1024 * 1024 * 1024) + (64 * 1024 * 1024);

    private static readonly TimeSpan s_headersTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_idleTimeout = TimeSpan.FromMinutes(5);

    private readonly KestrelServer _server;
    private readonly ServiceProvider _services;

    private KestrelListener(KestrelServer server, ServiceProvider services)
    {
        _server = server;
        _services = services;
    }

    internal IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    internal static async Task<KestrelListener> StartAsync(IPAddress bind, int port, Func<HttpContext, Task> handle, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var services = new ServiceCollection().AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).BuildServiceProvider();
        var options = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        options.Limits.MaxRequestLineSize = RequestLineBytesMax;
        options.Limits.MaxRequestBodySize = BodyBytesMax;
        options.Limits.RequestHeadersTimeout = s_headersTimeout;
        options.Limits.KeepAliveTimeout = s_idleTimeout;
        options.Listen(bind, port);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions { Backlog = 1024 }), loggers);
        var server = new KestrelServer(Options.Create(options), transport, loggers);
        var listener = new KestrelListener(server, services);
        try
        {
            await server.StartAsync(new HttpApplication(handle), cancellation);
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }

        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        listener.EndPoint = new IPEndPoint(bind, new Uri(address).Port);
        return listener;
    }

    /// <summary>Takes no more connections and waits for the requests under way until the token ends, then cuts them.</summary>
    internal async Task StopAsync(CancellationToken grace) => await _server.StopAsync(grace);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _services.DisposeAsync();
    }
}
