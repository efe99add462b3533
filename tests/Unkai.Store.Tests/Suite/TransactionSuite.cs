using System.Buffers.Binary;

namespace Unkai.Storage.Tests;

/// <summary>What every engine promises about transactions, in every variant.</summary>
public abstract class TransactionSuite : StoreVariant
{
    private static readonly WorldName s_fork = WorldName.Parse("fork")!.Value;

    [Fact]
    public async Task What_was_put_is_read_in_the_transaction_and_after_it()
    {
        var within = await Transact(async transaction =>
        {
            transaction.Put(Bytes.Of("a"), Bytes.Of("1"));
            return Bytes.Text(await transaction.GetAsync(Bytes.Of("a")));
        });
        await PauseAsync();

        Assert.Equal("1", within);
        Assert.Equal("1", await Read(async snapshot => Bytes.Text(await snapshot.GetAsync(Bytes.Of("a")))));
    }

    [Fact]
    public async Task A_range_shows_the_transactions_own_writes_over_the_stored_ones_in_both_directions()
    {
        await PutAllAsync("a", "b", "c", "e");

        var (up, down, first) = await Transact(async transaction =>
        {
            transaction.Delete(Bytes.Of("b"));
            transaction.Put(Bytes.Of("d"), Bytes.Of("new"));
            transaction.Put(Bytes.Of("a"), Bytes.Of("changed"));
            return (
                await KeysAsync(transaction, KeyRange.All, 10, false),
                await KeysAsync(transaction, KeyRange.All, 10, true),
                await KeysAsync(transaction, new KeyRange(Bytes.Of("b"), Bytes.Of("e")), 1, false));
        });

        Assert.Equal(["a", "c", "d", "e"], up);
        Assert.Equal(["e", "d", "c", "a"], down);
        Assert.Equal(["c"], first);
    }

    [Fact]
    public async Task A_range_is_deleted_with_its_own_writes_and_can_be_written_again()
    {
        await PutAllAsync("a", "b1", "b2", "c");

        await Transact(transaction =>
        {
            transaction.Put(Bytes.Of("b3"), Bytes.Of("gone"));
            transaction.DeleteRange(KeyRange.Prefix(Bytes.Of("b")));
            transaction.Put(Bytes.Of("b2"), Bytes.Of("back"));
            transaction.Add(Bytes.Of("b4"), 5);
            return new ValueTask<bool>(true);
        });
        await PauseAsync();

        Assert.Equal(["a", "b2", "b4", "c"], await Read(snapshot => KeysAsync(snapshot, KeyRange.All, 10, false)));
        Assert.Equal("back", await Read(async snapshot => Bytes.Text(await snapshot.GetAsync(Bytes.Of("b2")))));
    }

    [Fact]
    public async Task A_transaction_whose_read_has_changed_runs_again()
    {
        var runs = 0;
        await PutAllAsync("a");

        var result = await Transact(async transaction =>
        {
            var value = Bytes.Text(await transaction.GetAsync(Bytes.Of("a")));
            if (runs++ == 0)
            {
                await Transact(other => Put(other, "a", "other"));
            }

            transaction.Put(Bytes.Of("b"), Bytes.Of("x"));
            return value;
        });

        Assert.Equal(2, runs);
        Assert.Equal("other", result);
    }

    [Fact]
    public async Task A_key_that_came_into_a_range_that_was_read_is_a_conflict_and_one_beside_it_is_not()
    {
        var runs = 0;
        await PutAllAsync("b1", "b5");

        await Transact(async transaction =>
        {
            await transaction.RangeAsync(KeyRange.Prefix(Bytes.Of("b")), 10);
            if (runs++ == 0)
            {
                await Transact(other => Put(other, "c", "beside"));
                await Transact(other => Put(other, "b3", "within"));
            }

            return await Put(transaction, "x", "y");
        });
        Assert.Equal(2, runs);

        runs = 0;
        await Transact(async transaction =>
        {
            await transaction.RangeAsync(KeyRange.Prefix(Bytes.Of("b")), 2);
            if (runs++ == 0)
            {
                await Transact(other => Put(other, "b9", "after the limit"));
            }

            return await Put(transaction, "x", "y");
        });
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Blind_writes_adds_and_appends_do_not_conflict()
    {
        var runs = 0;

        await Transact(async transaction =>
        {
            runs++;
            transaction.Add(Bytes.Of("n"), 1);
            transaction.Append(Bytes.Of("log/"), Bytes.Of("mine"));
            transaction.Put(Bytes.Of("k"), Bytes.Of("mine"));
            await Transact(other =>
            {
                other.Add(Bytes.Of("n"), 2);
                other.Append(Bytes.Of("log/"), Bytes.Of("other"));
                return Put(other, "k", "other");
            });
            return true;
        });
        await PauseAsync();

        Assert.Equal(1, runs);
        Assert.Equal(3, await Read(NumberAsync));
        Assert.Equal("mine", await Read(async snapshot => Bytes.Text(await snapshot.GetAsync(Bytes.Of("k")))));
        var log = await Read(snapshot => snapshot.RangeAsync(KeyRange.Prefix(Bytes.Of("log/")), 10));
        Assert.Equal(["other", "mine"], log.Select(entry => Bytes.Text(entry.Value.Span)));
    }

    [Fact]
    public async Task Reading_an_added_number_is_a_read_like_any_other()
    {
        var runs = 0;

        await Transact(async transaction =>
        {
            transaction.Add(Bytes.Of("n"), 10);
            var seen = await NumberAsync(transaction);
            if (runs++ == 0)
            {
                await Transact(other =>
                {
                    other.Add(Bytes.Of("n"), 1);
                    return new ValueTask<bool>(true);
                });
            }

            return seen;
        });

        Assert.Equal(2, runs);
        Assert.Equal(11, await Read(NumberAsync));
    }

    [Fact]
    public async Task An_add_that_overflows_or_meets_another_kind_of_value_fails_and_stores_nothing()
    {
        await Transact(transaction =>
        {
            transaction.Add(Bytes.Of("n"), long.MaxValue);
            return Put(transaction, "text", "no number");
        });

        foreach (var key in new[] { "n", "text" })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await Transact(transaction =>
            {
                transaction.Add(Bytes.Of(key), 1);
                return Put(transaction, "side", "effect");
            }));
        }

        Assert.Equal(long.MaxValue, await Read(NumberAsync));
        Assert.Null(await Read(async snapshot => await snapshot.GetAsync(Bytes.Of("side"))));
    }

    [Fact]
    public async Task Stamps_grow_with_the_order_of_commits_and_are_filled_in_before_the_reply()
    {
        string? filled = null;
        var first = await Transact(transaction =>
        {
            var stamp = transaction.Append(Bytes.Of("s/"), Bytes.Of("1"));
            var second = transaction.Append(Bytes.Of("s/"), Bytes.Of("2"));
            transaction.PutStamped(Bytes.Of("at"), new byte[12], 2, second);
            transaction.BeforeReply(() => filled = second.Value.ToString());
            Assert.Throws<InvalidOperationException>(() => stamp.Value);
            return new ValueTask<PendingStamp>(stamp);
        });
        var later = await Transact(transaction => new ValueTask<PendingStamp>(transaction.Append(Bytes.Of("s/"), Bytes.Of("3"))));
        await PauseAsync();

        Assert.True(first.Value < later.Value);
        Assert.Equal((first.Value with { Order = 1 }).ToString(), filled);
        var at = await Read(async snapshot => (await snapshot.GetAsync(Bytes.Of("at")))!.Value.ToArray());
        Assert.Equal(first.Value with { Order = 1 }, CommitStamp.Read(at.AsSpan(2)));
        var values = await Read(snapshot => snapshot.RangeAsync(KeyRange.Prefix(Bytes.Of("s/")), 10));
        Assert.Equal(["1", "2", "3"], values.Select(entry => Bytes.Text(entry.Value.Span)));
    }

    [Fact]
    public async Task A_body_that_throws_or_drops_its_writes_writes_nothing()
    {
        await Assert.ThrowsAsync<FormatException>(async () => await Transact<bool>(async transaction =>
        {
            await Put(transaction, "a", "1");
            throw new FormatException();
        }));
        await Transact(async transaction =>
        {
            await Put(transaction, "a", "1");
            transaction.Append(Bytes.Of("b"), Bytes.Of("1"));
            transaction.DropWrites();
            Assert.Null(await transaction.GetAsync(Bytes.Of("a")));
            return true;
        });

        Assert.Empty(await Read(snapshot => KeysAsync(snapshot, KeyRange.All, 10, false)));
    }

    [Fact]
    public async Task Endless_conflicts_end_with_an_exception_of_their_own()
    {
        await Assert.ThrowsAsync<StoreContentionException>(async () => await Transact(async transaction =>
        {
            await transaction.GetAsync(Bytes.Of("a"));
            await Transact(other =>
            {
                other.Add(Bytes.Of("a"), 1);
                return new ValueTask<bool>(true);
            });
            return await Put(transaction, "b", "never");
        }));

        Assert.Null(await Read(async snapshot => await snapshot.GetAsync(Bytes.Of("b"))));
    }

    [Fact]
    public async Task A_fork_has_the_state_of_its_moment_and_a_life_of_its_own()
    {
        await PutAllAsync("a", "b");
        Assert.True(await Store.ForkAsync(WorldName.Default, s_fork, Cancellation));
        Assert.False(await Store.ForkAsync(WorldName.Default, s_fork, Cancellation));
        await Transact(transaction => Put(transaction, "c", "default"));
        await Store.TransactAsync(s_fork, transaction => Put(transaction, "d", "fork"), Cancellation);
        await PauseAsync();

        Assert.Equal(["a", "b", "c"], await Read(snapshot => KeysAsync(snapshot, KeyRange.All, 10, false)));
        Assert.Equal(["a", "b", "d"], await Store.ReadAsync(s_fork, snapshot => KeysAsync(snapshot, KeyRange.All, 10, false), Cancellation));
        Assert.Equal(["default", "fork"], (await Store.ListWorldsAsync(Cancellation)).Select(name => name.Value));

        Assert.True(await Store.DeleteAsync(s_fork, Cancellation));
        Assert.False(await Store.DeleteAsync(s_fork, Cancellation));
        await PauseAsync();
        await Assert.ThrowsAsync<WorldNotFoundException>(async () => await Store.ReadAsync(s_fork, _ => new ValueTask<int>(1), Cancellation));
        await Assert.ThrowsAsync<WorldNotFoundException>(async () => await Store.TransactAsync(s_fork, _ => new ValueTask<int>(1), Cancellation));
        await Assert.ThrowsAsync<WorldNotFoundException>(async () => await Store.ForkAsync(s_fork, WorldName.Default, Cancellation));
    }

    [Fact]
    public async Task The_default_world_comes_back_empty_when_it_is_deleted()
    {
        await PutAllAsync("a");

        Assert.True(await Store.DeleteAsync(WorldName.Default, Cancellation));
        await PauseAsync();

        Assert.Empty(await Read(snapshot => KeysAsync(snapshot, KeyRange.All, 10, false)));
    }

    [Fact]
    public async Task A_world_deleted_under_a_transaction_takes_its_writes_with_it()
    {
        await Store.CreateAsync(s_fork, Cancellation);

        await Assert.ThrowsAsync<WorldNotFoundException>(async () => await Store.TransactAsync(
            s_fork,
            async transaction =>
            {
                await Store.DeleteAsync(s_fork, Cancellation);
                await Store.CreateAsync(s_fork, Cancellation);
                return await Put(transaction, "a", "1");
            },
            Cancellation));

        Assert.Empty(await Store.ReadAsync(s_fork, snapshot => KeysAsync(snapshot, KeyRange.All, 10, false), Cancellation));
    }

    [Fact]
    public async Task A_snapshot_stays_as_it_was_while_others_write()
    {
        await PutAllAsync("a");

        var seen = await Read(async snapshot =>
        {
            Assert.Null(await snapshot.GetAsync(Bytes.Of("b")));
            await Transact(transaction => Put(transaction, "a", "later"));
            await Transact(transaction => Put(transaction, "b", "later"));
            return (Bytes.Text(await snapshot.GetAsync(Bytes.Of("a"))), await KeysAsync(snapshot, KeyRange.All, 10, false));
        });

        Assert.Equal("a", seen.Item1);
        Assert.Equal(["a"], seen.Item2);
    }

    [Fact]
    public async Task Sizes_beyond_the_bounds_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Transact(transaction =>
        {
            transaction.Put(new byte[Store.KeyBytesMax + 1], Bytes.Of("x"));
            return new ValueTask<bool>(true);
        }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Transact(transaction =>
        {
            transaction.Put(Bytes.Of("x"), new byte[Store.ValueBytesMax + 1]);
            return new ValueTask<bool>(true);
        }));
        await Transact(transaction =>
        {
            transaction.Put(new byte[Store.KeyBytesMax], new byte[Store.ValueBytesMax]);
            return new ValueTask<bool>(true);
        });
        await PauseAsync();

        Assert.Equal(Store.ValueBytesMax, await Read(async snapshot => (await snapshot.GetAsync(new byte[Store.KeyBytesMax]))!.Value.Length));
    }

    internal static ValueTask<bool> Put(Transaction transaction, string key, string value)
    {
        transaction.Put(Bytes.Of(key), Bytes.Of(value));
        return new ValueTask<bool>(true);
    }

    internal static async ValueTask<string[]> KeysAsync(Snapshot snapshot, KeyRange range, int limit, bool reverse) =>
        [.. (await snapshot.RangeAsync(range, limit, reverse)).Select(entry => Bytes.Text(entry.Key))];

    private static async ValueTask<long> NumberAsync(Snapshot snapshot) =>
        await snapshot.GetAsync(Bytes.Of("n")) is { } value ? BinaryPrimitives.ReadInt64LittleEndian(value.Span) : 0;

    private async Task PutAllAsync(params string[] keys) => await Transact(transaction =>
    {
        foreach (var key in keys)
        {
            transaction.Put(Bytes.Of(key), Bytes.Of(key));
        }

        return new ValueTask<bool>(true);
    });
}
