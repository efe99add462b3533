using Microsoft.Extensions.Logging;
using Unkai.Cloud;
using Unkai.Compute;
using Unkai.Server.Hosting;
using Unkai.Server.Worlds;
using Unkai.Storage;

namespace Unkai.Server;

/// <summary>A cloud without its door: the store, the worlds and their services.</summary>
internal sealed class CloudHost : IAsyncDisposable
{
    private readonly Store _store;
    private readonly FunctionPool _functions;
    private readonly BlobCollector _collector;
    private readonly string? _temporaryDirectory;
    private Uri? _address;

    private CloudHost(Store store, UnkaiServerOptions options, string stateDirectory, string? temporaryDirectory, ILoggerFactory loggers)
    {
        _store = store;
        _temporaryDirectory = temporaryDirectory;
        var machine = MachineClock.Instance;
        var random = CryptographicRandomSource.Instance;
        _functions = new FunctionPool(
            new FunctionPoolOptions { StateDirectory = Path.Combine(stateDirectory, "compute"), StrictRuntimes = options.StrictRuntimes },
            ProcessLauncher.Instance,
            machine,
            random);
        var functionHost = new FunctionHost(_functions, Path.Combine(stateDirectory, "functions"), () => _address);
        _collector = new BlobCollector(store.Blobs, functionHost.Code, loggers.CreateLogger("Unkai.Blobs"));
        Services = ServiceList.Create(store);
        Identity = new IdentityServices(() => Services);
        Worlds = new WorldRegistry(new WorldParts(
            store,
            Services,
            new Pipeline(Services, Identity, loggers.CreateLogger("Unkai.Pipeline")),
            Identity,
            _functions,
            functionHost,
            random,
            options.Authorization,
            loggers));
    }

    internal WorldRegistry Worlds { get; }

    internal ServiceCatalog Services { get; }

    internal IdentityServices Identity { get; }

    internal IReadOnlyList<string> NotIsolated => _functions.NotIsolated;

    internal static async Task<CloudHost> OpenAsync(UnkaiServerOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        if (options.DataDirectory is { } directory)
        {
            var store = await Store.OpenAsync(new StoreOptions { Disk = options.Disk ?? new MachineDisk(directory), Durability = options.Durability }, cancellation);
            return new CloudHost(Wrap(store), options, directory, null, loggers);
        }

        Store Wrap(Store store) => options.Store is null ? store : options.Store(store);

        // A node keeps nothing of its own: what it unpacks is made again from the blobs.
        var shared = options.Database is { } database
            ? await Store.OpenAsync(new StoreOptions { Database = database, Durability = options.Durability }, cancellation)
            : Store.InMemory();
        var temporary = Directory.CreateTempSubdirectory("unkai-").FullName;
        return new CloudHost(Wrap(shared), options, temporary, temporary, loggers);
    }

    /// <summary>Opens the worlds; addresses that the cloud gives of its own accord begin with <paramref name="address"/>, reachable or not.</summary>
    internal Task StartAsync(Uri address, bool isReachable, CancellationToken cancellation)
    {
        if (isReachable)
        {
            Reach(address);
        }

        return Worlds.StartAsync(address, cancellation);
    }

    /// <summary>Tells the functions where the cloud is reached from outside.</summary>
    internal void Reach(Uri address) => _address = address;

    public async ValueTask DisposeAsync()
    {
        await Worlds.DisposeAsync();
        await Services.DisposeAsync();
        await _functions.DisposeAsync();
        await _collector.DisposeAsync();
        await _store.DisposeAsync();
        if (_temporaryDirectory is not null)
        {
            Directory.Delete(_temporaryDirectory, recursive: true);
        }
    }
}
