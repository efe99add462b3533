using Npgsql;
using Unkai.Storage.Postgres;

namespace Unkai.Storage.Tests.Postgres;

/// <summary>What is the PostgreSQL engine's own.</summary>
public sealed class EngineTests
{
    /// <summary>How much longer than what an index holds.</summary>
    private static readonly int[] s_longer = [0, 1, 2, 700, 5000];

    private static readonly int[] s_limits = [1, 3, 100];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_that_fit_no_index_are_read_ranged_claimed_counted_and_removed_as_all_others()
    {
        await using var store = await Databases.OpenAsync(await Databases.NewAsync());
        var random = new Random(1);
        var head = Random(random, StoredKey.HeadBytesMax);
        byte[][] keys = [.. s_longer.Select(more => (byte[])[.. head, .. Random(random, more)]), Random(random, Store.KeyBytesMax), [.. head[..^1], 0], [1]];
        var sorted = keys.Order(Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y))).ToArray();
        await store.TransactAsync(
            WorldName.Default,
            transaction =>
            {
                foreach (var key in keys)
                {
                    transaction.Put(key, key.AsMemory(0, 1));
                }

                transaction.Add([.. head, 9, 9, 9], 4);
                transaction.Append([.. head, 8, 8, 8], default);
                return new ValueTask<bool>(true);
            },
            Cancellation);
        await store.TransactAsync(
            WorldName.Default,
            async transaction =>
            {
                transaction.Add([.. head, 9, 9, 9], 1);
                Assert.Equal(5, (await transaction.GetAsync([.. head, 9, 9, 9]))!.Value.Span[0]);
                transaction.Delete([.. head, 9, 9, 9]);
                transaction.DeleteRange(KeyRange.Prefix([.. head, 8, 8, 8]));
                return true;
            },
            Cancellation);

        foreach (var limit in s_limits)
        {
            Assert.Equal(sorted, await AllAsync(store, KeyRange.All, limit, false));
            Assert.Equal(sorted.Reverse(), await AllAsync(store, KeyRange.All, limit, true));
            var between = new KeyRange(sorted[1], sorted[^2]);
            Assert.Equal(sorted[1..^2], await AllAsync(store, between, limit, false));
            Assert.Equal(sorted[1..^2].Reverse(), await AllAsync(store, between, limit, true));
        }

        // A range that ends within long keys is validated as it was read.
        var runs = 0;
        await store.TransactAsync(
            WorldName.Default,
            async transaction =>
            {
                await transaction.RangeAsync(new KeyRange(sorted[1], sorted[4]), 100);
                if (runs++ == 0)
                {
                    await store.TransactAsync(WorldName.Default, other => Put(other, sorted[4]), Cancellation);
                    await store.TransactAsync(WorldName.Default, other => Put(other, sorted[3]), Cancellation);
                }

                return await Put(transaction, [2]);
            },
            Cancellation);
        Assert.Equal(2, runs);

        var claimed = await store.TransactAsync(
            WorldName.Default,
            async transaction =>
            {
                var rows = await transaction.ClaimAsync(new KeyRange(sorted[1], null), 3);
                foreach (var row in rows)
                {
                    transaction.Delete(row.Key);
                }

                return rows;
            },
            Cancellation);
        Assert.Equal(3, claimed.Count);
        Assert.Empty((await AllAsync(store, KeyRange.All, 100, false)).Intersect(claimed.Select(row => row.Key), Unkai.Storage.KeyComparer.Instance));
    }

    [Fact]
    public async Task A_database_of_a_newer_Unkai_is_refused_by_name()
    {
        var database = await Databases.NewAsync();
        await using (var source = NpgsqlDataSource.Create(ConnectionUrl.Parse(database).ConnectionString))
        {
            await using var command = source.CreateCommand("INSERT INTO unkai.schema_versions (number) VALUES (99)");
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var refused = await Assert.ThrowsAsync<StoreCorruptException>(() => Databases.OpenAsync(database));

        Assert.Contains("newer Unkai", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_that_open_an_empty_database_at_once_all_find_it_made()
    {
        var server = await Databases.ServerAsync();
        await server.ExecuteAsync("CREATE DATABASE empty");

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Databases.OpenAsync(server.UrlOf("empty"))));

        foreach (var store in stores)
        {
            await store.TransactAsync(WorldName.Default, transaction => TransactionSuite.Put(transaction, "a", "1"), Cancellation);
            await store.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("postgres://u:p%40ss@db.example:6000/name?sslmode=require", "db.example", 6000, "u", "p@ss", "name")]
    [InlineData("postgresql://u@h/d", "h", 5432, "u", null, "d")]
    [InlineData("postgres://u@localhost/d?host=%2Ftmp%2Fx", "/tmp/x", 5432, "u", null, "d")]
    public void A_url_says_where_the_database_is(string url, string host, int port, string user, string? password, string database)
    {
        var settings = ConnectionUrl.Parse(url);

        Assert.Equal((host, port, user, password, database), (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database));
    }

    [Theory]
    [InlineData("mysql://u@h/d")]
    [InlineData("postgres://u@h/d?sslmode=perhaps")]
    [InlineData("postgres://u@h/d?colour=blue")]
    [InlineData("postgres://u@h/d?pool=many")]
    public void A_url_that_means_nothing_is_refused(string url) => Assert.Throws<FormatException>(() => ConnectionUrl.Parse(url));

    private static byte[] Random(Random random, int size)
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    private static ValueTask<bool> Put(Transaction transaction, byte[] key)
    {
        transaction.Put(key, default);
        return new ValueTask<bool>(true);
    }

    private static ValueTask<List<byte[]>> AllAsync(Store store, KeyRange range, int limit, bool reverse) => store.ReadAsync(
        WorldName.Default,
        async snapshot =>
        {
            var all = new List<byte[]>();
            var rest = range;
            while (true)
            {
                var page = await snapshot.RangeAsync(rest, limit, reverse);
                all.AddRange(page.Select(entry => entry.Key));
                if (page.Count < limit)
                {
                    return all;
                }

                rest = reverse ? rest.Before(page[^1].Key) : rest.After(page[^1].Key);
            }
        },
        Cancellation);
}
