using Unkai.Storage;

namespace Unkai.Cloud.Jobs;

/// <summary>Which jobs a pump may run where several processes work on one store: a job's row names the process that runs it, until that is gone.</summary>
/// <remarks>On a store of one process nobody is named: what runs is known to its one pump.</remarks>
internal static class JobHolds
{
    /// <summary>The jobs that may begin now, and when the next is due.</summary>
    /// <param name="snapshot">What is read.</param>
    /// <param name="running">What this pump runs.</param>
    /// <param name="max">The most that are wanted.</param>
    /// <param name="now">The world's time.</param>
    internal static async ValueTask<(List<StoredJob> Due, DateTimeOffset? Next)> LookAsync(Snapshot snapshot, HashSet<JobKey> running, int max, DateTimeOffset now)
    {
        var due = new List<StoredJob>();
        var pageMax = Math.Min(running.Count + max + 1, Snapshot.RangeEntriesMax);
        JobKey? after = null;
        while (true)
        {
            var page = await JobTable.ListAsync(snapshot, after, pageMax);
            foreach (var job in page)
            {
                if (running.Contains(job.Key) || (job.Key.Due <= now && await IsHeldElsewhereAsync(snapshot, job.Job)))
                {
                    continue;
                }

                if (due.Count == max || job.Key.Due > now)
                {
                    return (due, job.Key.Due);
                }

                due.Add(job);
            }

            if (page.Count < pageMax)
            {
                return (due, null);
            }

            after = page[^1].Key;
        }
    }

    /// <summary>Takes jobs for this process.</summary>
    /// <returns>Those that no other was faster to take.</returns>
    internal static async ValueTask<List<StoredJob>> TakeAsync(Store store, WorldName world, List<StoredJob> jobs, CancellationToken cancellation) =>
        !store.IsShared || jobs.Count == 0 ? jobs : await store.TransactAsync(
            world,
            jobs,
            static async (transaction, jobs) =>
            {
                var taken = new List<StoredJob>();
                foreach (var job in jobs)
                {
                    if (await JobTable.GetAsync(transaction, job.Key) is { } there && !await IsHeldElsewhereAsync(transaction, there))
                    {
                        taken.Add(new StoredJob(job.Key, JobTable.Hold(transaction, job.Key, there)));
                    }
                }

                return taken;
            },
            cancellation);

    /// <summary>Gives a job back that this process holds and has not done.</summary>
    internal static async ValueTask GiveBackAsync(Store store, WorldName world, JobKey key) => await store.TransactAsync(
        world,
        key,
        static async (transaction, key) =>
        {
            if (await JobTable.GetAsync(transaction, key) is { } there && there.Holder == transaction.Holder)
            {
                JobTable.Free(transaction, key, there);
            }

            return true;
        },
        CancellationToken.None);

    /// <summary>Completes when no other process runs a job that is due in the world.</summary>
    internal static async Task WhenOthersRestAsync(Store store, WorldName world, Func<DateTimeOffset> now, CancellationToken cancellation)
    {
        while (store.IsShared)
        {
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void OnGone() => gone.TrySetResult();
            store.LeasesEnded += OnGone;
            try
            {
                var (isBusy, watch) = await store.ReadAsync(
                    world,
                    now(),
                    static async (snapshot, now) =>
                    {
                        var due = await JobTable.DueAsync(snapshot, now, Snapshot.RangeEntriesMax);
                        foreach (var job in due)
                        {
                            if (await IsHeldElsewhereAsync(snapshot, job.Job))
                            {
                                return (true, JobTable.WatchBefore(snapshot, null));
                            }
                        }

                        return (false, JobTable.WatchBefore(snapshot, null));
                    },
                    cancellation);
                using (watch)
                {
                    if (!isBusy)
                    {
                        return;
                    }

                    await (await Task.WhenAny(watch.WaitAsync(cancellation), gone.Task));
                }
            }
            finally
            {
                store.LeasesEnded -= OnGone;
            }
        }
    }

    private static ValueTask<bool> IsHeldElsewhereAsync(Snapshot snapshot, Job job) => job.Holder is { } holder ? snapshot.IsHeldElsewhereAsync(holder) : ValueTask.FromResult(false);
}
