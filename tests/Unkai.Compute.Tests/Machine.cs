namespace Unkai.Compute.Tests;

/// <summary>The pools that tests share, one for each kind of sandbox that this machine has.</summary>
public sealed class Machine : IAsyncDisposable
{
    private readonly Dictionary<SandboxKind, FunctionPool> _pools = [];

    public Machine() => Folder = Directory.CreateTempSubdirectory("unkai-compute-").FullName;

    public string Folder { get; }

    public static bool HasBubblewrap => ExecutableSearch.Find("bwrap") is not null;

    public FunctionPool Pool(SandboxKind kind)
    {
        Assert.SkipUnless(kind == SandboxKind.Process || HasBubblewrap, "bubblewrap (bwrap) is not installed on this machine");
        lock (_pools)
        {
            return _pools.TryGetValue(kind, out var pool) ? pool : _pools[kind] = NewPool(kind);
        }
    }

    public FunctionPool NewPool(SandboxKind kind, Func<FunctionPoolOptions, FunctionPoolOptions>? change = null)
    {
        var options = new FunctionPoolOptions { StateDirectory = Path.Combine(Folder, "state"), Sandbox = kind };
        return new FunctionPool(change?.Invoke(options) ?? options, ProcessLauncher.Instance, MachineClock.Instance, CryptographicRandomSource.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
        {
            await pool.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
