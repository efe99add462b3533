using System.Collections.Concurrent;
using Npgsql;

namespace Unkai.Storage.Tests.Postgres;

/// <summary>The serializability of what two processes do on one database, as two stores of this process.</summary>
public sealed class SerializabilityOnTwoNodesTests : SerializabilitySuite
{
    /// <summary>None: a scheduler on one thread cannot wait for a server.</summary>
    protected override int Schedules => 0;

    private string? _database;
    private Store? _other;
    private int _next;

    public override async ValueTask DisposeAsync()
    {
        await _other!.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<Store> OpenAsync()
    {
        _database = await Databases.NewAsync();
        _other = await Databases.OpenAsync(_database);
        return await Databases.OpenAsync(_database);
    }

    protected override Store Any() => Interlocked.Increment(ref _next) % 2 == 0 ? Store : _other!;
}

/// <summary>What nodes see of each other.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    private static readonly byte[] s_queue = Bytes.Of("queue/");
    private string _database = "";
    private Store _first = null!;
    private Store _second = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await Databases.NewAsync();
        _first = await Databases.OpenAsync(_database);
        _second = await Databases.OpenAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_on_one_node_fires_for_a_commit_on_the_other()
    {
        using var watch = await Read(_first, async snapshot =>
        {
            Assert.Null(await snapshot.GetAsync(Bytes.Of("a")));
            return snapshot.Watch(KeyRange.OfKey(Bytes.Of("a")));
        });
        Assert.False(watch.HasFired);

        await Transact(_second, transaction => TransactionSuite.Put(transaction, "a", "1"));

        await watch.WaitAsync(Cancellation);
        Assert.Equal("1", await Read(_first, async snapshot => Bytes.Text(await snapshot.GetAsync(Bytes.Of("a")))));
    }

    [Fact]
    public async Task A_claim_on_one_node_is_passed_over_on_the_other_and_its_release_is_heard_there()
    {
        await SendAsync(2);
        Watch? watch = null;

        await Transact(_first, async holder =>
        {
            var mine = Assert.Single(await holder.ClaimAsync(KeyRange.Prefix(s_queue), 1));
            (var theirs, watch) = await Transact(_second, async transaction =>
                (await transaction.ClaimAsync(KeyRange.Prefix(s_queue), 10), transaction.Watch(KeyRange.OfKey(mine.Key))));
            Assert.NotEqual(mine.Key, Assert.Single(theirs).Key);
            return true;
        });

        await watch!.WaitAsync(Cancellation);
        watch.Dispose();
    }

    [Fact]
    public async Task Receivers_on_two_nodes_never_claim_the_same_and_none_misses_a_wake_up()
    {
        const int Messages = 200;
        var received = new ConcurrentBag<string>();
        var receivers = Enumerable.Range(0, 6).Select(number => Task.Run(
            async () =>
            {
                var store = number % 2 == 0 ? _first : _second;
                while (received.Count < Messages)
                {
                    var (rows, watch) = await Transact(store, async transaction =>
                    {
                        var rows = await transaction.ClaimAsync(KeyRange.Prefix(s_queue), 1 + (number % 3));
                        foreach (var row in rows)
                        {
                            transaction.Delete(row.Key);
                        }

                        return (rows, rows.Count == 0 ? transaction.Watch(KeyRange.All) : null);
                    });
                    foreach (var row in rows)
                    {
                        received.Add(Bytes.Text(row.Value.Span));
                    }

                    if (watch is not null)
                    {
                        if (received.Count < Messages)
                        {
                            await watch.WaitAsync(Cancellation);
                        }

                        watch.Dispose();
                    }
                    else if (received.Count == Messages)
                    {
                        await Transact(_first, transaction => TransactionSuite.Put(transaction, "done", "wakes the others"));
                    }
                }
            },
            Cancellation));
        var sender = Task.Run(
            async () =>
            {
                for (var i = 0; i < Messages / 10; i++)
                {
                    await SendAsync(10, i * 10);
                }
            },
            Cancellation);

        await Task.WhenAll([.. receivers, sender]);

        Assert.Equal(Messages, received.Count);
        Assert.Equal(Messages, received.Distinct().Count());
    }

    [Fact]
    public async Task What_is_guessed_to_be_as_before_is_never_taken_for_true()
    {
        await Transact(_first, transaction => TransactionSuite.Put(transaction, "record", "old"));
        for (var i = 0; i < 5; i++)
        {
            await Transact(_first, WriteAsync);
        }

        // Another node changes it: a transaction that writes, one that only reads, and one that throws at what it sees.
        await Transact(_second, transaction => TransactionSuite.Put(transaction, "record", "new"));
        Assert.Equal("new", await Transact(_first, WriteAsync));
        Assert.Equal("new", await Read(_second, async snapshot => Bytes.Text(await snapshot.GetAsync(Bytes.Of("copy")))));
        for (var i = 0; i < 100; i++)
        {
            await Transact(_first, WriteAsync);
        }

        await Transact(_second, transaction => TransactionSuite.Put(transaction, "record", "newer"));
        Assert.Equal("newer", await Transact(_first, async transaction => Bytes.Text(await transaction.GetAsync(Bytes.Of("record")))));
        for (var i = 0; i < 1000; i++)
        {
            await Transact(_first, WriteAsync);
        }

        await Transact(_second, transaction => TransactionSuite.Put(transaction, "record", "newest"));
        Assert.Equal("newest", await Transact(_first, async transaction =>
            Bytes.Text(await transaction.GetAsync(Bytes.Of("record"))) is "newest" and var seen ? seen : throw new FormatException()));

        static async ValueTask<string?> WriteAsync(Transaction transaction)
        {
            var seen = Bytes.Text(await transaction.GetAsync(Bytes.Of("record")));
            await TransactionSuite.Put(transaction, "copy", seen!);
            return seen;
        }
    }

    [Fact]
    public async Task Worlds_that_one_node_makes_forks_and_deletes_are_the_others_too()
    {
        var world = WorldName.Parse("made")!.Value;
        var fork = WorldName.Parse("forked")!.Value;
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _second.WorldsChanged += () => told.TrySetResult();

        await _first.CreateAsync(world, Cancellation);
        await told.Task.WaitAsync(Cancellation);
        await _second.TransactAsync(world, transaction => TransactionSuite.Put(transaction, "a", "second"), Cancellation);
        await _first.ForkAsync(world, fork, Cancellation);
        Assert.Equal("second", await _second.ReadAsync(fork, async snapshot => Bytes.Text(await snapshot.GetAsync(Bytes.Of("a"))), Cancellation));

        // Deleted and made again elsewhere: what is read here is the new one.
        var life = await _second.LifeOfAsync(world, Cancellation);
        await _first.DeleteAsync(world, Cancellation);
        await _first.CreateAsync(world, Cancellation);
        Assert.Null(await _second.ReadAsync(world, async snapshot => await snapshot.GetAsync(Bytes.Of("a")), Cancellation));
        Assert.NotEqual(life, await _second.LifeOfAsync(world, Cancellation));
        await _first.DeleteAsync(world, Cancellation);
        await Assert.ThrowsAsync<WorldNotFoundException>(async () => await _second.ReadAsync(world, async snapshot => await snapshot.GetAsync(Bytes.Of("a")), Cancellation));
    }

    [Fact]
    public async Task A_node_that_has_lost_its_lease_does_not_write_what_it_had_begun_and_holds_nothing()
    {
        var runs = 0;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _second.LeasesEnded += () => ended.TrySetResult();
        var holders = new List<string?>();

        await Transact(_first, async transaction =>
        {
            await transaction.GetAsync(Bytes.Of("a"));
            holders.Add(transaction.Holder);
            if (runs++ == 0)
            {
                // As a node does that finds this one silent.
                await ExecuteAsync("DELETE FROM unkai.nodes WHERE id = " + transaction.Holder!.Split('.')[1]);
            }

            return await TransactionSuite.Put(transaction, "a", runs.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });

        Assert.Equal(2, runs);
        await ended.Task.WaitAsync(Cancellation);
        Assert.Equal("2", await Read(_second, async snapshot => Bytes.Text(await snapshot.GetAsync(Bytes.Of("a")))));
        Assert.False(await Read(_second, async snapshot => await snapshot.GetAsync(Bytes.Of("a")) is null || await snapshot.IsHeldElsewhereAsync(holders[0]!)));
        Assert.True(await Read(_second, async snapshot => await snapshot.GetAsync(Bytes.Of("a")) is not null && await snapshot.IsHeldElsewhereAsync(holders[1]!)));
    }

    [Fact]
    public async Task A_node_that_stops_says_so_and_what_it_held_is_free()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = await Transact(_first, async transaction =>
        {
            await transaction.GetAsync(Bytes.Of("a"));
            return transaction.Holder!;
        });
        var isHeld = Read(_second, async snapshot => await snapshot.GetAsync(Bytes.Of("a")) is null && await snapshot.IsHeldElsewhereAsync(holder));
        Assert.True(await isHeld);
        await using var third = await Databases.OpenAsync(_database);
        third.LeasesEnded += () => ended.TrySetResult();
        Assert.True(await third.ReadAsync(WorldName.Default, async snapshot => await snapshot.GetAsync(Bytes.Of("a")) is null && await snapshot.IsHeldElsewhereAsync(holder), Cancellation));

        await _first.DisposeAsync();

        await ended.Task.WaitAsync(Cancellation);
        Assert.False(await third.ReadAsync(WorldName.Default, async snapshot => await snapshot.GetAsync(Bytes.Of("a")) is null && await snapshot.IsHeldElsewhereAsync(holder), Cancellation));
    }

    private static ValueTask<T> Transact<T>(Store store, Func<Transaction, ValueTask<T>> body) => store.TransactAsync(WorldName.Default, body, Cancellation);

    private static ValueTask<T> Read<T>(Store store, Func<Snapshot, ValueTask<T>> body) => store.ReadAsync(WorldName.Default, body, Cancellation);

    private async Task SendAsync(int count, int from = 0) => await Transact(_first, transaction =>
    {
        for (var i = 0; i < count; i++)
        {
            transaction.Append(s_queue, Bytes.Of($"{from + i}"));
        }

        return new ValueTask<bool>(true);
    });

    private async Task ExecuteAsync(string statement)
    {
        await using var source = NpgsqlDataSource.Create(Unkai.Storage.Postgres.ConnectionUrl.Parse(_database).ConnectionString);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
