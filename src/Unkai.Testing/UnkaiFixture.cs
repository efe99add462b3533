namespace Unkai.Testing;

/// <summary>One cloud for many tests, seeded once, of which each test takes a fork. A fixture of xunit (assembly, collection or class), and of any other runner that disposes asynchronously.</summary>
/// <remarks>The cloud starts when the first test asks for it.</remarks>
public class UnkaiFixture : IAsyncDisposable
{
    private readonly Lazy<Task<UnkaiCloud>> _cloud;

    /// <summary>A fixture whose cloud has not started.</summary>
    public UnkaiFixture() => _cloud = new Lazy<Task<UnkaiCloud>>(StartAsync);

    /// <summary>How the cloud is started.</summary>
    protected virtual UnkaiCloudOptions Options { get; } = new();

    /// <summary>The cloud, seeded.</summary>
    public Task<UnkaiCloud> CloudAsync() => _cloud.Value;

    /// <summary>A world of the test's own: a copy of the seeded one. Dispose of it at the test's end.</summary>
    public async Task<UnkaiWorld> ForkAsync(CancellationToken cancellation = default) => await (await _cloud.Value.WaitAsync(cancellation)).ForkAsync(seed: null, cancellation);

    /// <summary>Ends the cloud, and with it all forks.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_cloud.IsValueCreated)
        {
            await (await _cloud.Value).DisposeAsync();
        }
    }

    /// <summary>Makes what every test finds: queues, buckets, functions.</summary>
    protected virtual Task SeedAsync(UnkaiWorld world) => Task.CompletedTask;

    private async Task<UnkaiCloud> StartAsync()
    {
        var cloud = await UnkaiCloud.StartAsync(Options);
        try
        {
            await SeedAsync(cloud.Default);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }
}
