using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Unkai.Cloud;
using Unkai.Server.Admin;
using Unkai.Server.Front;
using Unkai.Server.Hosting;
using Unkai.Server.Worlds;
using Unkai.Storage;
using Unkai.Wire.Signing;

namespace Unkai.Server;

/// <summary>A running cloud: store, services, jobs and the front door.</summary>
public sealed class UnkaiServer : IAsyncDisposable
{
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(1.5);

    private readonly KestrelListener _listener;
    private readonly WorldDoors _doors;
    private readonly CloudHost _host;
    private readonly ILoggerFactory _loggers;
    private readonly CancellationTokenSource _stopping;
    private readonly TaskCompletionSource _stopAsked;
    private bool _isDisposed;

    private UnkaiServer(KestrelListener listener, WorldDoors doors, CloudHost host, ILoggerFactory loggers, CancellationTokenSource stopping, TaskCompletionSource stopAsked)
    {
        _listener = listener;
        _doors = doors;
        _host = host;
        _loggers = loggers;
        _stopping = stopping;
        _stopAsked = stopAsked;
    }

    /// <summary>The default world.</summary>
    public World World => _host.Worlds.Default;

    /// <summary>Scheme, host and port that the cloud answers on.</summary>
    public Uri Address { get; private init; } = new("http://127.0.0.1");

    /// <summary>Completes when a client asked the cloud to stop.</summary>
    public Task StopAsked => _stopAsked.Task;

    /// <summary>Starts a cloud; when this returns, the first call would be answered.</summary>
    /// <exception cref="ServerStartException">The options do not go together, or port or data directory are taken.</exception>
    public static async Task<UnkaiServer> StartAsync(UnkaiServerOptions options, CancellationToken cancellation)
    {
        if (!IPAddress.IsLoopback(options.Bind) && options.Authentication != AuthenticationMode.Strict && !options.Insecure)
        {
            throw new ServerStartException($"--bind {options.Bind} lets other machines in: it needs --auth strict, or --insecure if you mean it.");
        }

        var loggers = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(options.Verbose ? LogLevel.Information : LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        if (options is { Database: not null, DataDirectory: not null })
        {
            throw new ServerStartException("State is kept in a database or in a data directory, not in both.");
        }

        CloudHost? host = null;
        try
        {
            host = await CloudHost.OpenAsync(options, loggers, cancellation);
            return await ListenAsync(options, host, loggers, cancellation);
        }
        catch (Exception failure)
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }

            loggers.Dispose();
            throw failure switch
            {
                StoreUnavailableException unavailable => new ServerStartException(unavailable.Message, unavailable),
                FormatException malformed when options.Database is not null => new ServerStartException(malformed.Message, malformed),
                StoreCorruptException corrupt => new ServerStartException(corrupt.Message, corrupt),
                IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } or SocketException =>
                    new ServerStartException($"Port {options.Port} of {options.Bind} is taken; is another cloud running? Choose another with --port.", failure),
                IOException or UnauthorizedAccessException => new ServerStartException(failure.Message, failure),
                _ => failure,
            };
        }
    }

    /// <summary>Gives running calls 1.5 s, cuts what is left, and lets port and data go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        using var grace = MachineClock.Instance.CancelAfter(s_stopGrace);
        await using var cut = grace.Token.UnsafeRegister(static stopping => ((CancellationTokenSource)stopping!).Cancel(), _stopping);
        await Task.WhenAll(_host.Worlds.DisposeAsync().AsTask(), _doors.DisposeAsync().AsTask(), _listener.StopAsync(grace.Token));
        await _listener.DisposeAsync();
        await _host.DisposeAsync();
        _stopping.Dispose();
        _loggers.Dispose();
    }

    private static async Task<UnkaiServer> ListenAsync(UnkaiServerOptions options, CloudHost host, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var stopping = new CancellationTokenSource();
        var stopAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var authenticator = new RequestAuthenticator(options.Authentication, host.Identity, MachineClock.Instance);
        AdminApi? admin = null;
        FrontDoor DoorTo(WorldName? world) =>
            new(host.Worlds, world, authenticator, admin!, IPAddress.IsLoopback(options.Bind), loggers.CreateLogger("Unkai.FrontDoor"), stopping.Token);
        var doors = new WorldDoors(async (world, port) =>
        {
            var own = await KestrelListener.StartAsync(options.Bind, port, DoorTo(world).HandleAsync, loggers, CancellationToken.None);
            return new WorldDoor(own, AddressOf(options.Bind, own.EndPoint.Port));
        });
        admin = new AdminApi(host.Worlds, new WorldsApi(host.Worlds, doors), options, () => host.NotIsolated, () => stopAsked.TrySetResult());
        host.Worlds.SandboxAddress = doors.SandboxAddressOfAsync;
        host.Worlds.Closed = doors.CloseAsync;
        var listener = await KestrelListener.StartAsync(options.Bind, options.Port, DoorTo(null).HandleAsync, loggers, cancellation);
        var address = AddressOf(options.Bind, listener.EndPoint.Port);
        await host.StartAsync(address, cancellation);
        return new UnkaiServer(listener, doors, host, loggers, stopping, stopAsked) { Address = address };
    }

    private static Uri AddressOf(IPAddress bind, int port)
    {
        var reachable = bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : bind;
        return new Uri($"http://{new IPEndPoint(reachable, port)}");
    }
}
