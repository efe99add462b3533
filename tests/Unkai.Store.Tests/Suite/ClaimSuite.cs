namespace Unkai.Storage.Tests;

/// <summary>Claims, watches and jobs, in every variant.</summary>
public abstract class ClaimSuite : StoreVariant
{
    private static readonly DateTimeOffset s_noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Table<(string, DateTimeOffset, CommitStamp), string> s_ready =
        new("test", 1, KeyCodec.Of(KeyCodec.Text, KeyCodec.Time, KeyCodec.Stamp), ValueCodec.Text);

    private static readonly CounterTable<string> s_done = new("test", 2, KeyCodec.Text);

    [Fact]
    public async Task Ready_entries_are_claimed_in_order_and_moved_out_of_reach()
    {
        await SendAsync("q", ("late", 5), ("first", 0), ("second", 0));
        await SendAsync("other", ("not this one", 0));

        var first = await ReceiveAsync("q", s_noon, 10, s_noon.AddSeconds(30));
        var again = await ReceiveAsync("q", s_noon, 10, s_noon.AddSeconds(30));
        await PauseAsync();
        var afterwards = await ReceiveAsync("q", s_noon.AddSeconds(30), 10, s_noon.AddSeconds(60));

        Assert.Equal(["first", "second"], first);
        Assert.Empty(again);
        Assert.Equal(["late", "first", "second"], afterwards);
    }

    [Fact]
    public async Task Claims_of_live_transactions_pass_over_each_other_and_end_with_them()
    {
        await SendAsync("q", ("a", 0), ("b", 0), ("c", 0));

        await Transact(async transaction =>
        {
            var mine = await s_ready.ClaimReadyAsync(transaction, "q", s_noon, 2);
            Assert.Equal(["a", "b"], mine.Select(row => row.Value));
            Assert.Equal(["c"], await ReceiveAsync("q", s_noon, 10, s_noon.AddDays(1)));
            Assert.Empty(await ReceiveAsync("q", s_noon, 10, s_noon.AddDays(1)));
            return true;
        });

        Assert.Equal(["a", "b"], await ReceiveAsync("q", s_noon, 10, s_noon.AddDays(1)));
    }

    [Fact]
    public async Task Many_receivers_never_claim_the_same_entry()
    {
        const int Messages = 600;
        for (var i = 0; i < Messages; i += 100)
        {
            await SendAsync("q", [.. Enumerable.Range(i, 100).Select(n => (n.ToString(System.Globalization.CultureInfo.InvariantCulture), 0))]);
        }

        var received = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(
            async () =>
            {
                while (true)
                {
                    var got = await Transact(async transaction =>
                    {
                        var rows = await s_ready.ClaimReadyAsync(transaction, "q", s_noon, 1 + (worker % 3));
                        await Task.Yield();
                        foreach (var row in rows)
                        {
                            s_ready.Delete(transaction, row.Key);
                            s_done.Add(transaction, "done", 1);
                        }

                        return rows;
                    });
                    foreach (var row in got)
                    {
                        received.Enqueue(row.Value);
                    }

                    if (got.Count == 0 && await Read(snapshot => s_done.GetAsync(snapshot, "done")) == Messages)
                    {
                        return;
                    }
                }
            },
            Cancellation)));

        Assert.Equal(Messages, received.Count);
        Assert.Equal(Messages, received.Distinct().Count());
    }

    [Fact]
    public async Task A_watch_fires_for_a_commit_after_its_snapshot_even_before_anyone_waits()
    {
        using var watch = await Read(async snapshot =>
        {
            await SendAsync("q", ("between", 0));
            return snapshot.Watch(s_ready.Under("q").All);
        });
        using var beside = await Read(snapshot => new ValueTask<Watch>(snapshot.Watch(s_ready.Under("r").All)));
        using var next = await Read(snapshot => new ValueTask<Watch>(snapshot.Watch(s_ready.Under("q").All)));

        await watch.WaitAsync(Cancellation);
        Assert.False(beside.HasFired);
        Assert.False(next.HasFired);
        await SendAsync("q", ("later", 0));
        await next.WaitAsync(Cancellation);
        Assert.False(beside.HasFired);
    }

    [Fact]
    public async Task A_watch_fires_when_a_claim_that_was_passed_over_is_let_go()
    {
        await SendAsync("q", ("a", 0));
        Watch? watch = null;

        await Transact(async holder =>
        {
            await s_ready.ClaimReadyAsync(holder, "q", s_noon, 1);
            watch = await Transact(async transaction =>
            {
                Assert.Empty(await s_ready.ClaimReadyAsync(transaction, "q", s_noon, 1));
                return transaction.Watch(s_ready.Under("q").UpTo(s_noon));
            });
            Assert.False(watch.HasFired);
            return true;
        });

        await watch!.WaitAsync(Cancellation);
        watch.Dispose();
    }

    [Fact]
    public async Task A_claim_let_go_between_being_passed_over_and_the_watch_is_not_missed()
    {
        await SendAsync("q", ("a", 0));
        var claimed = new TaskCompletionSource();
        var passedOver = new TaskCompletionSource();
        var holder = Transact(async transaction =>
        {
            await s_ready.ClaimReadyAsync(transaction, "q", s_noon, 1);
            claimed.SetResult();
            await passedOver.Task;
            return true;
        }).AsTask();
        await claimed.Task;

        using var watch = await Transact(async transaction =>
        {
            Assert.Empty(await s_ready.ClaimReadyAsync(transaction, "q", s_noon, 1));
            passedOver.SetResult();
            await holder;
            return transaction.Watch(s_ready.Under("q").All);
        });

        Assert.True(watch.HasFired);
    }

    [Fact]
    public async Task No_wake_up_is_lost_between_senders_and_waiting_receivers()
    {
        const int Messages = 300;
        var left = Messages;
        var receivers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (Volatile.Read(ref left) > 0)
                {
                    var (count, watch) = await Transact(async transaction =>
                    {
                        var rows = await s_ready.ClaimReadyAsync(transaction, "q", s_noon, 1);
                        foreach (var row in rows)
                        {
                            s_ready.Delete(transaction, row.Key);
                        }

                        return (rows.Count, rows.Count == 0 ? transaction.Watch(s_ready.Under("q").All) : null);
                    });
                    if (Interlocked.Add(ref left, -count) == 0 && count > 0)
                    {
                        await SendAsync("q", ("wake the others", 9));
                    }

                    if (watch is not null)
                    {
                        if (Volatile.Read(ref left) > 0)
                        {
                            await watch.WaitAsync(Cancellation);
                        }

                        watch.Dispose();
                    }
                }
            },
            Cancellation));
        var sender = Task.Run(
            async () =>
            {
                for (var i = 0; i < Messages; i++)
                {
                    await SendAsync("q", ("m", 0));
                }
            },
            Cancellation);

        await Task.WhenAll([.. receivers, sender]).WaitAsync(Cancellation);

        Assert.Equal(0, left);
    }

    [Fact]
    public async Task Jobs_come_in_the_order_of_due_time_and_sequence_and_go_with_their_effect()
    {
        await Transact(transaction =>
        {
            transaction.Enqueue(new Job("b", s_noon.AddSeconds(1), Bytes.Of("payload"), Cause: "call-1"));
            transaction.Enqueue(new Job("a1", s_noon, default));
            transaction.Enqueue(new Job("a2", s_noon, default));
            return new ValueTask<bool>(true);
        });
        await PauseAsync();

        Assert.Equal(s_noon, await Read(JobTable.NextDueAsync));
        var due = await Read(snapshot => JobTable.DueAsync(snapshot, s_noon, 10));
        Assert.Equal(["a1", "a2"], due.Select(job => job.Job.Kind));
        using var watch = await Read(snapshot => new ValueTask<Watch>(JobTable.WatchBefore(snapshot, s_noon.AddSeconds(1))));

        Assert.True(await Transact(transaction => JobTable.RemoveAsync(transaction, due[0].Key)));
        Assert.False(await Transact(transaction => JobTable.RemoveAsync(transaction, due[0].Key)));
        await watch.WaitAsync(Cancellation);
        Assert.True(await Transact(transaction => JobTable.RescheduleAsync(transaction, due[1].Key, s_noon.AddSeconds(2))));

        var all = await Read(snapshot => JobTable.ListAsync(snapshot, null, 10));
        Assert.Equal([("b", 0), ("a2", 1)], all.Select(job => (job.Job.Kind, job.Job.Attempt)));
        Assert.Equal("payload", Bytes.Text(all[0].Job.Payload.Span));
        Assert.Equal("call-1", all[0].Job.Cause);
        Assert.Equal("a2", Assert.Single(await Read(snapshot => JobTable.ListAsync(snapshot, all[0].Key, 10))).Job.Kind);

        var held = await Transact(transaction => JobTable.ClaimAsync(transaction, s_noon.AddSeconds(1), 10, "pump-1", s_noon.AddMinutes(1)));
        Assert.Equal("b", Assert.Single(held).Job.Kind);
        var lease = new JobKey(s_noon.AddMinutes(1), held[0].Stamp.Value);
        Assert.Equal("pump-1", (await Read(snapshot => JobTable.GetAsync(snapshot, lease)))?.Holder);
    }

    private async Task SendAsync(string queue, params (string Text, int Seconds)[] messages) => await Transact(transaction =>
    {
        foreach (var (text, seconds) in messages)
        {
            s_ready.Append(transaction, queue, s_noon.AddSeconds(seconds), text);
        }

        return new ValueTask<bool>(true);
    });

    private ValueTask<string[]> ReceiveAsync(string queue, DateTimeOffset now, int max, DateTimeOffset readyAgain) => Transact(async transaction =>
    {
        var rows = await s_ready.ClaimReadyAsync(transaction, queue, now, max);
        foreach (var row in rows)
        {
            s_ready.Move(transaction, row.Key, readyAgain, row.Value);
        }

        return rows.Select(row => row.Value).ToArray();
    });
}
