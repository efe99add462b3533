using System.Collections.Concurrent;
using Unkai.Testing;

[assembly: AssemblyFixture(typeof(Unkai.Sdk.Tests.SdkCloud))]

namespace Unkai.Sdk.Tests;

/// <summary>One cloud for all suites; each file of a suite runs once, whichever of its cases is asked for first.</summary>
public sealed class SdkCloud : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SuiteRun>>> _runs = new();
    private readonly UnkaiFixture _cloud = new();
    private Uri? _address;

    public async ValueTask InitializeAsync() => _address = await (await _cloud.CloudAsync()).ListenAsync(cancellation: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    internal Uri Address => _address!;

    /// <summary>The outcome of one case must be that it passed.</summary>
    internal async Task CheckAsync(string program, string file, string name)
    {
        var run = await _runs.GetOrAdd($"{program} {file}", key => new(() => SuiteRun.RunAsync(_address!, program, file, $"{Math.Abs(key.GetHashCode(StringComparison.Ordinal)) % 10_000}"))).Value;
        var found = run.Find(name);
        Assert.SkipWhen(found.Outcome == "skipped", found.Output);
        Assert.True(found.Outcome == "ok", found.Output);
    }
}
