using System.Globalization;
using Amazon.Runtime;
using Unkai.Server;

namespace Unkai.Testing;

/// <summary>A whole cloud in this process: no port, no container, no files that stay. Any number of them live beside one another.</summary>
/// <remarks>Its own members (clients, clock, faults) are those of its world <c>default</c>; <see cref="ForkAsync"/> gives each test a world of its own.</remarks>
public sealed class UnkaiCloud : IAsyncDisposable
{
    private readonly UnkaiServer _server;
    private int _forks;

    private UnkaiCloud(UnkaiServer server)
    {
        _server = server;
        Default = new UnkaiWorld(this, server, server.Worlds.List().First(static open => open.World.Name == WorldName.Default));
    }

    /// <summary>The world that always exists.</summary>
    public UnkaiWorld Default { get; }

    /// <summary>The default world's time.</summary>
    public UnkaiClock Clock => Default.Clock;

    /// <summary>What is broken on purpose in the default world.</summary>
    public UnkaiFaults Faults => Default.Faults;

    /// <summary>Where clients think the cloud is: the real address once <see cref="ListenAsync"/> was called.</summary>
    public Uri Endpoint => _server.Address;

    /// <summary>Starts a cloud; when this returns, the first call would be answered.</summary>
    /// <exception cref="ServerStartException">The data directory is taken or damaged.</exception>
    public static async Task<UnkaiCloud> StartAsync(UnkaiCloudOptions? options = null, CancellationToken cancellation = default)
    {
        var chosen = options ?? new UnkaiCloudOptions();
        return new UnkaiCloud(await UnkaiServer.StartAsync(
            new UnkaiServerOptions
            {
                Port = 0,
                IsInProcess = true,
                DataDirectory = chosen.DataDirectory,
                Authorization = chosen.Authorization,
                Authentication = chosen.Authentication,
                StrictRuntimes = chosen.StrictRuntimes,
                Loggers = chosen.Loggers,
            },
            cancellation));
    }

    /// <summary>Copies the default world as it is now, in O(1). Dispose of the copy to delete it.</summary>
    /// <param name="seed">What the copy's ids, tokens and jitter are drawn from; null: its parent's seed, if that has one.</param>
    /// <param name="cancellation">Observed until the copy is made.</param>
    public Task<UnkaiWorld> ForkAsync(ulong? seed = null, CancellationToken cancellation = default) => Default.ForkAsync(seed, cancellation);

    /// <summary>Makes an empty world. Dispose of it to delete it.</summary>
    /// <param name="seed">What its ids, tokens and jitter are drawn from; null: they are cryptographic.</param>
    /// <param name="cancellation">Observed until it is made.</param>
    public async Task<UnkaiWorld> CreateWorldAsync(ulong? seed = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await _server.Worlds.CreateAsync(NextName(), seed, cancellation) is { } made)
            {
                return new UnkaiWorld(this, _server, made);
            }
        }
    }

    /// <summary>An AWS client of the default world, by its interface: <c>cloud.Client&lt;IAmazonS3&gt;()</c>.</summary>
    public T Client<T>(Action<ClientConfig>? configure = null)
        where T : class, IAmazonService => Default.Client<T>(configure);

    /// <summary>Opens a real port on this machine's loopback, for what does not run in this process.</summary>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="cancellation">Observed until the port is open.</param>
    /// <returns>The address; of the port that is open already, if one is. The key (<see cref="UnkaiWorld.AccessKeyId"/>) chooses the world there.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public Task<Uri> ListenAsync(int port = 0, CancellationToken cancellation = default) => _server.OpenPortAsync(port, cancellation);

    /// <summary>Ends calls, jobs and functions, and lets all state go that has no directory.</summary>
    public async ValueTask DisposeAsync()
    {
        Default.Close();
        await _server.DisposeAsync();
    }

    internal async Task<UnkaiWorld> ForkOfAsync(WorldName from, ulong? seed, CancellationToken cancellation)
    {
        while (true)
        {
            if (await _server.Worlds.ForkAsync(from, NextName(), seed, cancellation) is { } made)
            {
                return new UnkaiWorld(this, _server, made);
            }
        }
    }

    private WorldName NextName() => WorldName.Parse(string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _forks)}"))!.Value;
}
