using Microsoft.Extensions.Logging.Abstractions;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.PostgresCluster;
using Unkai.Storage;

namespace Unkai.ServiceCloud;

/// <summary>A cloud of one service, without a door, on a frozen clock and the store that the run is for.</summary>
public abstract class ServiceCloud : IAsyncDisposable
{
    private readonly StoreOptions _options;
    private readonly ServiceCatalog _services;
    private readonly CallOrigin _origin = new("http://127.0.0.1:4566", null, null);
    private readonly string _names;
    private int _named;

    /// <summary>A cloud on an open store.</summary>
    /// <param name="place">The store, and how it was opened.</param>
    /// <param name="services">The services.</param>
    /// <param name="names">What the names of its resources begin with.</param>
    protected ServiceCloud((StoreOptions Options, Store Store) place, ServiceCatalog services, string names)
    {
        _options = place.Options;
        _services = services;
        _names = names;
        World = Make(place.Store);
        World.Clock.Set(Start, 0);
    }

    /// <summary>Where the clock stands at first.</summary>
    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The world; another one after a restart.</summary>
    public World World { get; private set; }

    /// <summary>A name that this cloud has not given yet.</summary>
    public string Name(string suffix = "") => $"{_names}{++_named}{suffix}";

    /// <summary>A call of an account's root.</summary>
    public Call CallUntil(CancellationToken gone, string account = "123456789012") => new()
    {
        World = World,
        Caller = Principal.Root(AccountId.Parse(account)!.Value),
        Region = "us-east-1",
        Origin = _origin,
        Cancellation = gone,
    };

    /// <summary>Turns the clock forward; nothing runs by itself.</summary>
    public void Advance(double seconds) => World.Clock.Set(World.Clock.GetUtcNow().AddSeconds(seconds), 0);

    /// <summary>Closes and opens the store, if it has a disk or a database.</summary>
    public async Task RestartAsync()
    {
        if (_options is { Disk: null, Database: null })
        {
            return;
        }

        var now = World.Clock.GetUtcNow();
        await World.Store.DisposeAsync();
        World = Make(await Store.OpenAsync(_options, CancellationToken.None));
        World.Clock.Set(now, 0);
    }

    /// <summary>Runs jobs that are due until none is left.</summary>
    public async Task SettleAsync()
    {
        while (await World.Store.ReadAsync(World.Name, snapshot => JobTable.DueAsync(snapshot, World.Clock.GetUtcNow(), 1), default) is [var job])
        {
            var result = await HandlerOf(job.Job.Kind)(new JobRun(World, job, _origin, default));
            await World.Store.TransactAsync(
                World.Name,
                async transaction => result.RetryAt is { } due ? await JobTable.RescheduleAsync(transaction, job.Key, due) : await JobTable.RemoveAsync(transaction, job.Key),
                default);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return World.Store.DisposeAsync();
    }

    /// <summary>Opens the store that the run is for.</summary>
    /// <param name="onDisk">Whether the embedded engine has a disk (in memory), and so survives a restart.</param>
    /// <param name="isOneOfMany">Whether it keeps to memory on any run: for what makes hundreds of clouds.</param>
    protected static async Task<(StoreOptions Options, Store Store)> OpenStoreAsync(bool onDisk, bool isOneOfMany = false)
    {
        var database = isOneOfMany ? null : await ChosenStore.DatabaseAsync();
        var options = new StoreOptions { Database = database, Disk = onDisk && database is null ? new MemoryDisk(MachineClock.Instance) : null };
        return (options, await Store.OpenAsync(options, CancellationToken.None));
    }

    private JobHandler HandlerOf(string kind) => _services.Names.Select(name => _services.Find(name)!.Jobs.GetValueOrDefault(kind)).First(handler => handler is not null)!;

    private World Make(Store store) => new()
    {
        Name = WorldName.Default,
        Store = store,
        Clock = new WorldClock(MachineClock.Instance),
        Machine = MachineClock.Instance,
        Random = CryptographicRandomSource.Instance,
        Pipeline = new Pipeline(_services, new NoPolicies(), NullLogger.Instance),
    };

    private sealed class NoPolicies : IPolicySource
    {
        public ValueTask<PolicySet> FindAsync(World world, Principal principal, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
