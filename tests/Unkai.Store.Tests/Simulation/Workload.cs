using System.Globalization;

namespace Unkai.Storage.Tests.Simulation;

/// <summary>Clients that count and write each number down in the same transaction, and know which were acknowledged.</summary>
internal sealed class Workload(int clients)
{
    private static readonly byte[] s_log = Bytes.Of("log/");

    private readonly int[] _tried = new int[clients];
    private readonly int[] _acknowledged = new int[clients];

    /// <summary>Runs until <paramref name="each"/> commits a client, or until the disk fails.</summary>
    public Task RunAsync(Store store, int each) => Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
    {
        try
        {
            for (var i = 0; i < each; i++)
            {
                var number = ++_tried[client];
                await store.TransactAsync(WorldName.Default, transaction => Count(transaction, client, number), CancellationToken.None);
                _acknowledged[client] = number;
            }
        }
        catch (StoreUnavailableException)
        {
        }
    })));

    /// <summary>Checks that all that was acknowledged is there, nothing is there by halves, and what is there is a prefix of the order of commits.</summary>
    public async Task CheckAsync(Store store, bool acknowledgedMustBeThere)
    {
        var (counts, log) = await store.ReadAsync(WorldName.Default, static async snapshot =>
        {
            var counts = await snapshot.RangeAsync(KeyRange.Prefix(Bytes.Of("count/")), Snapshot.RangeEntriesMax);
            return (counts, await snapshot.RangeAsync(KeyRange.Prefix(s_log), Snapshot.RangeEntriesMax));
        }, CancellationToken.None);

        var stored = counts.ToDictionary(
            entry => int.Parse(Bytes.Text(entry.Key)[6..], CultureInfo.InvariantCulture), entry => int.Parse(Bytes.Text(entry.Value.Span), CultureInfo.InvariantCulture));
        var seen = new int[clients];
        var previous = 0UL;
        foreach (var entry in log)
        {
            var stamp = CommitStamp.Read(entry.Key.AsSpan(s_log.Length));
            Assert.True(previous == 0 || stamp.Sequence == previous + 1, $"commit {stamp.Sequence} follows {previous}");
            previous = stamp.Sequence;
            var parts = Bytes.Text(entry.Value.Span).Split(':');
            var client = int.Parse(parts[0], CultureInfo.InvariantCulture);
            Assert.Equal(seen[client] + 1, int.Parse(parts[1], CultureInfo.InvariantCulture));
            seen[client]++;
        }

        for (var client = 0; client < clients; client++)
        {
            Assert.Equal(stored.GetValueOrDefault(client), seen[client]);
            Assert.InRange(seen[client], acknowledgedMustBeThere ? _acknowledged[client] : 0, _tried[client]);
            _tried[client] = _acknowledged[client] = seen[client];
        }
    }

    /// <summary>Checks that a store whose disk has failed shows what was acknowledged, and nothing else.</summary>
    public async Task CheckShownAsync(Store store)
    {
        for (var client = 0; client < clients; client++)
        {
            var shown = await store.ReadAsync(WorldName.Default, Bytes.Of($"count/{client}"), static (snapshot, key) => snapshot.GetAsync(key), CancellationToken.None);
            Assert.Equal(_acknowledged[client], int.Parse(Bytes.Text(shown) ?? "0", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Checks that what is there is a prefix, and changes nothing here.</summary>
    public Task CheckPrefixAsync(Store store)
    {
        var copy = new Workload(clients);
        _tried.CopyTo(copy._tried, 0);
        return copy.CheckAsync(store, acknowledgedMustBeThere: false);
    }

    private static async ValueTask<bool> Count(Transaction transaction, int client, int number)
    {
        var key = Bytes.Of($"count/{client}");
        var before = Bytes.Text(await transaction.GetAsync(key)) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        Assert.Equal(number, before + 1);
        transaction.Put(key, Bytes.Of(number.ToString(CultureInfo.InvariantCulture)));
        transaction.Append(s_log, Bytes.Of($"{client}:{number}"));
        return true;
    }
}
