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
        _collector = new BlobCollector(store.Blobs, loggers.CreateLogger("Unkai.Blobs"));
        var machine = MachineClock.Instance;
        var random = CryptographicRandomSource.Instance;
        _functions = new FunctionPool(
            new FunctionPoolOptions { StateDirectory = Path.Combine(stateDirectory, "compute"), StrictRuntimes = options.StrictRuntimes },
            ProcessLauncher.Instance,
            machine,
            random);
        Services = ServiceList.Create(store);
        Identity = new IdentityServices(() => Services);
        Worlds = new WorldRegistry(new WorldParts(
            store,
            Services,
            new Pipeline(Services, Identity, loggers.CreateLogger("Unkai.Pipeline")),
            _functions,
            new FunctionHost(_functions, Path.Combine(stateDirectory, "functions"), () => _address),
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
            return new CloudHost(store, options, directory, null, loggers);
        }

        // A node keeps nothing of its own: what it unpacks is made again from the blobs.
        var shared = options.Database is { } database
            ? await Store.OpenAsync(new StoreOptions { Database = database, Durability = options.Durability }, cancellation)
            : Store.InMemory();
        var temporary = Directory.CreateTempSubdirectory("unkai-").FullName;
        return new CloudHost(shared, options, temporary, temporary, loggers);
    }

    /// <summary>Tells the services where the cloud is reached, and opens the worlds.</summary>
    internal Task StartAsync(Uri address, CancellationToken cancellation)
    {
        _address = address;
        return Worlds.StartAsync(address, cancellation);
    }

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
