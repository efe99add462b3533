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

    private readonly UnkaiServerOptions _options;
    private readonly WorldDoors _doors;
    private readonly CloudHost _host;
    private readonly ILoggerFactory _loggers;
    private readonly RequestAuthenticator _authenticator;
    private readonly AdminApi _admin;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private KestrelListener? _listener;
    private bool _isDisposed;

    private UnkaiServer(UnkaiServerOptions options, CloudHost host, ILoggerFactory loggers)
    {
        (_options, _host, _loggers) = (options, host, loggers);
        _authenticator = new RequestAuthenticator(options.Authentication, host.Identity, MachineClock.Instance);
        _doors = new WorldDoors(async (world, port, isForSandboxes) =>
        {
            var own = await KestrelListener.StartAsync(options.Bind, port, DoorTo(world, isForSandboxes).HandleAsync, loggers, CancellationToken.None);
            return new WorldDoor(own, AddressOf(options.Bind, own.EndPoint.Port));
        });
        _admin = new AdminApi(host.Worlds, new WorldsApi(host.Worlds, _doors), options, () => host.NotIsolated, () => _stopAsked.TrySetResult());
        host.Worlds.SandboxAddress = _doors.SandboxAddressOfAsync;
        host.Worlds.Closed = _doors.CloseAsync;
    }

    /// <summary>The default world.</summary>
    public World World => _host.Worlds.Default;

    /// <summary>Scheme, host and port that the cloud answers on.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    internal WorldRegistry Worlds => _host.Worlds;

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

        if (options is { Database: not null, DataDirectory: not null })
        {
            throw new ServerStartException("State is kept in a database or in a data directory, not in both.");
        }

        var loggers = options.Loggers ?? LoggerFactory.Create(builder => builder
            .SetMinimumLevel(options.Verbose ? LogLevel.Information : LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        CloudHost? host = null;
        try
        {
            host = await CloudHost.OpenAsync(options, loggers, cancellation);
            var server = new UnkaiServer(options, host, loggers);
            if (!options.IsInProcess)
            {
                server._listener = await KestrelListener.StartAsync(options.Bind, options.Port, server.DoorTo(null).HandleAsync, loggers, cancellation);
                server.Address = AddressOf(options.Bind, server._listener.EndPoint.Port);
            }

            await host.StartAsync(server.Address, isReachable: !options.IsInProcess, cancellation);
            return server;
        }
        catch (Exception failure)
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }

            if (options.Loggers is null)
            {
                loggers.Dispose();
            }

            throw failure switch
            {
                StoreCorruptException or StoreUnavailableException => new ServerStartException(failure.Message, failure),
                FormatException when options.Database is not null => new ServerStartException(failure.Message, failure),
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
        await Task.WhenAll(_host.Worlds.DisposeAsync().AsTask(), _doors.DisposeAsync().AsTask(), _listener?.StopAsync(grace.Token) ?? Task.CompletedTask);
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }

        await _host.DisposeAsync();
        _opening.Dispose();
        _stopping.Dispose();
        if (_options.Loggers is null)
        {
            _loggers.Dispose();
        }
    }

    /// <summary>Opens the cloud's port, if it has none: 0 takes a free one.</summary>
    /// <returns>The address; of the port that is open already, if one is.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    internal async Task<Uri> OpenPortAsync(int port, CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            if (_listener is null)
            {
                _listener = await KestrelListener.StartAsync(_options.Bind, port, DoorTo(null).HandleAsync, _loggers, cancellation);
                Address = AddressOf(_options.Bind, _listener.EndPoint.Port);
                _host.Reach(Address);
            }

            return Address;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The front door to one world, or to the one that each request says.</summary>
    internal FrontDoor DoorTo(WorldName? world, bool isForSandboxes = false) => new(
        _host.Worlds,
        world,
        _authenticator,
        isForSandboxes ? _admin.ForSandboxes : _admin,
        IPAddress.IsLoopback(_options.Bind),
        _loggers.CreateLogger("Unkai.FrontDoor"),
        _stopping.Token);

    private static Uri AddressOf(IPAddress bind, int port)
    {
        var reachable = bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : bind;
        return new Uri($"http://{new IPEndPoint(reachable, port)}");
    }
}
