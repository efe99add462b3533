using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Unkai.Server.Hosting;

/// <summary>Kestrel by itself, with the limits that README documents.</summary>
/// <remarks>
/// Made from its own registrations: only so does it get its pool of pinned blocks. The one that its public constructor takes lets every large answer allocate (half of
/// what a listing of 1,000 keys allocated) and pins a buffer for each read of a socket.
/// </remarks>
internal sealed class KestrelListener : IAsyncDisposable
{
    /// <summary>A request's headers together, in bytes. S3 allows 8 KB of them; presigned URLs and tokens need more.</summary>
    private const int HeaderBytesMax = 64 * 1024;

    /// <summary>A request's first line, in bytes: a presigned URL with a session token.</summary>
    private const int RequestLineBytesMax = 32 * 1024;

    /// <summary>The largest object of one PutObject, 5 GiB, and its framing.</summary>
    private const long BodyBytesMax = (5L * 1024 * 1024 * 1024) + (64 * 1024 * 1024);

    /// <summary>Connections that wait to be accepted.</summary>
    private const int Backlog = 1024;

    private static readonly TimeSpan s_headersTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_idleTimeout = TimeSpan.FromMinutes(5);

    private readonly IServer _server;
    private readonly ServiceProvider _services;

    private KestrelListener(IServer server, ServiceProvider services)
    {
        _server = server;
        _services = services;
    }

    internal IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    internal static async Task<KestrelListener> StartAsync(IPAddress bind, int port, Func<HttpContext, Task> handle, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var collection = new ServiceCollection().AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddMetrics().AddSingleton(new DiagnosticListener("Unkai"));
        collection.AddSingleton<DiagnosticSource>(static services => services.GetRequiredService<DiagnosticListener>());
        new KestrelServices(collection).UseKestrelCore().UseSockets(static sockets => sockets.Backlog = Backlog).ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.AllowSynchronousIO = false;
            options.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
            options.Limits.MaxRequestLineSize = RequestLineBytesMax;
            options.Limits.MaxRequestBodySize = BodyBytesMax;
            options.Limits.RequestHeadersTimeout = s_headersTimeout;
            options.Limits.KeepAliveTimeout = s_idleTimeout;
            options.Listen(bind, port);
        });
        var services = collection.BuildServiceProvider();
        var server = services.GetRequiredService<IServer>();
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
