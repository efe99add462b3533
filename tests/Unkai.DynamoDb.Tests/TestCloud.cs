using Microsoft.Extensions.Logging.Abstractions;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.PostgresCluster;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tests;

/// <summary>A cloud with DynamoDB alone, on a frozen clock.</summary>
public sealed class TestCloud : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly StoreOptions _options;
    private readonly CallOrigin _origin = new("http://127.0.0.1:4566", null, null);
    private readonly ServiceCatalog _services = new([new("dynamodb", () => new DynamoDbService()), new("dynamodbstreams", () => new DynamoDbStreamsService())]);
    private int _names;

    private TestCloud(StoreOptions options, Store store)
    {
        _options = options;
        World = Make(store);
    }

    public World World { get; private set; }

    /// <summary>A cloud on the store that the run is for; what makes hundreds of clouds keeps to memory.</summary>
    public static async Task<TestCloud> OpenAsync(bool onDisk, bool isOneOfMany = false)
    {
        var database = isOneOfMany ? null : await ChosenStore.DatabaseAsync();
        var options = new StoreOptions { Database = database, Disk = onDisk && database is null ? new MemoryDisk(MachineClock.Instance) : null };
        var cloud = new TestCloud(options, await Store.OpenAsync(options, CancellationToken.None));
        cloud.World.Clock.Set(Start, 0);
        return cloud;
    }

    public string Name(string suffix = "") => $"table-{++_names}{suffix}";

    public Call Call(string account = "123456789012") => CallUntil(TestContext.Current.CancellationToken, account);

    public Call CallUntil(CancellationToken gone, string account = "123456789012") => new()
    {
        World = World,
        Caller = Principal.Root(AccountId.Parse(account)!.Value),
        Region = "us-east-1",
        Origin = _origin,
        Cancellation = gone,
    };

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
        var dynamoDb = _services.Find("dynamodb")!;
        while (await World.Store.ReadAsync(World.Name, snapshot => JobTable.DueAsync(snapshot, World.Clock.GetUtcNow(), 1), default) is [var job])
        {
            var result = await dynamoDb.Jobs[job.Job.Kind](new JobRun(World, job, _origin, default));
            await World.Store.TransactAsync(
                World.Name,
                async transaction => result.RetryAt is { } due ? await JobTable.RescheduleAsync(transaction, job.Key, due) : await JobTable.RemoveAsync(transaction, job.Key),
                default);
        }
    }

    public ValueTask DisposeAsync() => World.Store.DisposeAsync();

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
