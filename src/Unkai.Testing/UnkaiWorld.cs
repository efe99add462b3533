using Amazon.Runtime;
using Unkai.Server;
using Unkai.Server.Worlds;

namespace Unkai.Testing;

/// <summary>A world of a cloud for tests: its own state, clock, faults, clients and credentials. Disposing deletes it, unless it is <c>default</c>.</summary>
public sealed class UnkaiWorld : IAsyncDisposable
{
    private const string AccountId = "000000000000";

    private readonly UnkaiCloud _cloud;
    private readonly UnkaiServer _server;
    private readonly Lock _opening = new();
    private InProcessDoor? _door;
    private bool _isDisposed;

    internal UnkaiWorld(UnkaiCloud cloud, UnkaiServer server, OpenWorld open)
    {
        (_cloud, _server) = (cloud, server);
        WorldName = open.World.Name;
        Clock = new UnkaiClock(this);
        Faults = new UnkaiFaults(this);
    }

    /// <summary>The world's name in its cloud.</summary>
    public string Name => WorldName.Value;

    /// <summary>The world's time.</summary>
    public UnkaiClock Clock { get; }

    /// <summary>What is broken on purpose.</summary>
    public UnkaiFaults Faults { get; }

    /// <summary>Where clients think the cloud is.</summary>
    public Uri Endpoint => _cloud.Endpoint;

    /// <summary>A development key that names account 000000000000 and this world: it reaches it through a real port too.</summary>
    public string AccessKeyId => WorldName == WorldName.Default ? AccountId : $"{AccountId}@{Name}";

    /// <summary>The secret that goes with <see cref="AccessKeyId"/>.</summary>
    public string SecretAccessKey => "test";

    /// <summary><see cref="AccessKeyId"/> and <see cref="SecretAccessKey"/>.</summary>
    public AWSCredentials Credentials => new BasicAWSCredentials(AccessKeyId, SecretAccessKey);

    internal WorldName WorldName { get; }

    internal UnkaiServer Server => _server;

    /// <summary>Copies the world as it is now, in O(1). Dispose of the copy to delete it.</summary>
    /// <param name="seed">What the copy's ids, tokens and jitter are drawn from; null: its parent's seed, if that has one.</param>
    /// <param name="cancellation">Observed until the copy is made.</param>
    public Task<UnkaiWorld> ForkAsync(ulong? seed = null, CancellationToken cancellation = default) => _cloud.ForkOfAsync(WorldName, seed, cancellation);

    /// <summary>Empties the world: as if just made, with its seed.</summary>
    public async Task ResetAsync(CancellationToken cancellation = default) => _ = await _server.Worlds.ResetAsync(WorldName, cancellation) ?? throw Gone();

    /// <summary>An AWS client of this world, by its interface: <c>world.Client&lt;IAmazonS3&gt;()</c>.</summary>
    /// <param name="configure">Changes its configuration, after <see cref="Configure"/>.</param>
    public T Client<T>(Action<ClientConfig>? configure = null)
        where T : class, IAmazonService
    {
        var config = Configure(T.CreateDefaultClientConfig());
        configure?.Invoke(config);
        return (T)T.CreateDefaultServiceClient(Credentials, config);
    }

    /// <summary>Points a client's configuration at this world, in process: <c>new AmazonS3Client(world.Credentials, world.Configure(new AmazonS3Config()))</c>.</summary>
    public T Configure<T>(T config)
        where T : ClientConfig
    {
        config.ServiceURL = Endpoint.GetLeftPart(UriPartial.Authority);
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = new InProcessHttpClientFactory(this);
        return config;
    }

    /// <summary>Carries requests to this world, whatever host they name and whatever key they bear; it is the world's, so make clients of it that do not dispose of it.</summary>
    public HttpMessageHandler CreateHandler() => Door().CreateHandler();

    /// <summary>A plain HTTP client of this world, for presigned URLs and function URLs.</summary>
    public HttpClient CreateHttpClient() => new(CreateHandler()) { BaseAddress = Endpoint };

    /// <summary>Deletes the world and what only it held; of <c>default</c> nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (WorldName == WorldName.Default || Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _server.Worlds.DeleteAsync(WorldName, CancellationToken.None);
        Close();
    }

    internal void Close() => _door?.Dispose();

    /// <exception cref="ObjectDisposedException">The world has been deleted.</exception>
    internal async ValueTask<OpenWorld> FindAsync(CancellationToken cancellation) => await _server.Worlds.FindAsync(WorldName, cancellation) ?? throw Gone();

    private ObjectDisposedException Gone() => new(nameof(UnkaiWorld), $"There is no world '{Name}' any more.");

    private InProcessDoor Door()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _door ??= new InProcessDoor(_server.DoorTo(WorldName).HandleAsync);
        }
    }
}
