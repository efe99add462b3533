using Unkai.PostgresCluster;

namespace Unkai.Storage.Tests.Postgres;

/// <summary>Databases of this run's server, one a test.</summary>
internal static class Databases
{
    /// <summary>The URL of a new database; skips the test where no server can be had.</summary>
    public static async Task<string> NewAsync()
    {
        var cluster = await ServerAsync();
        return await cluster.CreateDatabaseAsync();
    }

    public static async Task<Cluster> ServerAsync()
    {
        var (cluster, missing) = await Cluster.SharedAsync();
        Assert.SkipWhen(cluster is null, missing ?? "");
        return cluster!;
    }

    public static Task<Store> OpenAsync(string database, MachineClock? clock = null, int attemptsMax = 100) =>
        Store.OpenAsync(new StoreOptions { Database = database, Clock = clock ?? MachineClock.Instance, AttemptsMax = attemptsMax }, CancellationToken.None);
}
