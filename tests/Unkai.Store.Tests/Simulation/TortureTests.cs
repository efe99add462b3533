using Unkai.Storage.Torture;

namespace Unkai.Storage.Tests.Simulation;

/// <summary>The short form of the torture: the long one is `dotnet run -c Release --project tests/Unkai.Store.Torture`.</summary>
public sealed class TortureTests(ITestOutputHelper output)
{
    private const int DiskRounds = 150;
    private const int KillRounds = 18;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_invented_whatever_happens_to_disk_and_process()
    {
        using var report = new StringWriter();
        var held = await Unkai.Storage.Torture.Torture.RunAsync(Environment.ProcessId * 1000, DiskRounds, KillRounds, report);

        output.WriteLine(report.ToString());
        Assert.True(held, report.ToString());
    }

    [Fact]
    public async Task The_checker_sees_what_is_lost_and_what_is_invented()
    {
        await using var store = Store.InMemory();
        var ledger = new Ledger();
        await new WorkClient(store, ledger, 2, 1).RunAsync(30, doesHousework: false);
        await Checker.CheckAsync(store, ledger.Copy());

        var lost = ledger.Copy();
        lost.Tried(5, 1, WorldName.Default);
        lost.Acknowledged(5, 1, WorldName.Default, 7);
        Assert.Contains("is lost", (await Assert.ThrowsAsync<TortureException>(() => Checker.CheckAsync(store, lost))).Message, StringComparison.Ordinal);
        var invented = ledger.Copy();
        invented.Refused(2, 3);
        Assert.Contains("nobody tried it", (await Assert.ThrowsAsync<TortureException>(() => Checker.CheckAsync(store, invented))).Message, StringComparison.Ordinal);
        await store.TransactAsync(WorldName.Default, static transaction => TransactionSuite.Put(transaction, "sum", "half"), CancellationToken.None);
        await Assert.ThrowsAsync<TortureException>(() => Checker.CheckAsync(store, ledger.Copy()));
    }
}
