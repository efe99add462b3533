namespace Unkai.Storage;

/// <summary>The jobs of a world, ordered by due time and sequence. Key: <c>~jobs</c>, 0, due, stamp.</summary>
/// <remarks>
/// A pump reads <see cref="DueAsync"/>, run each as a call, and in the transaction of its effect call
/// <see cref="RemoveAsync"/> (false: someone else was faster, so drop the effect) or <see cref="RescheduleAsync"/>. Between rounds the pump sleeps until
/// <see cref="NextDueAsync"/>, on the world's clock, or until <see cref="WatchBefore"/> fires.
/// Several pumps (a store that is shared): <see cref="Hold"/> first, for the others to see; the job is free again when its holder is gone.
/// </remarks>
public static class JobTable
{
    private static readonly Table<(DateTimeOffset, CommitStamp), Job> s_jobs =
        new("~jobs", 0, KeyCodec.Of(KeyCodec.Time, KeyCodec.Stamp), new JobCodec());

    extension(Transaction transaction)
    {
        /// <summary>Adds a job; it is done at or after its due time, once this transaction has committed.</summary>
        /// <returns>The stamp of its key (due, stamp), for whoever wants to cancel it.</returns>
        public PendingStamp Enqueue(Job job) => s_jobs.Append(transaction, job.Due, job);
    }

    /// <summary>Up to <paramref name="max"/> jobs due at <paramref name="now"/>, in their order.</summary>
    public static async ValueTask<IReadOnlyList<StoredJob>> DueAsync(Snapshot snapshot, DateTimeOffset now, int max) =>
        [.. (await s_jobs.RangeAsync(snapshot, UpTo(now), max)).Select(ToJob)];

    /// <summary>Jobs in their order, due or not, from <paramref name="after"/> (excluded; null: the first) on: for listings.</summary>
    public static async ValueTask<IReadOnlyList<StoredJob>> ListAsync(Snapshot snapshot, JobKey? after, int max) =>
        [.. (await s_jobs.RangeAsync(snapshot, after is { } key ? s_jobs.All.After(s_jobs.KeyOf((key.Due, key.Stamp))) : s_jobs.All, max)).Select(ToJob)];

    /// <summary>When the next job is due, past or future; null when there is none.</summary>
    public static async ValueTask<DateTimeOffset?> NextDueAsync(Snapshot snapshot) =>
        await s_jobs.RangeAsync(snapshot, s_jobs.All, 1) is [var first] ? first.Key.Item1 : null;

    /// <summary>Fires when a job due before <paramref name="due"/> comes or goes; null: any job.</summary>
    public static Watch WatchBefore(Snapshot snapshot, DateTimeOffset? due) =>
        snapshot.Watch(due is { } time ? new KeyRange(s_jobs.All.Start, Start(time)) : s_jobs.All);

    /// <summary>Reads a job again, so that the transaction conflicts with whoever takes it.</summary>
    /// <returns>Null when it is gone.</returns>
    public static async ValueTask<Job?> GetAsync(Snapshot snapshot, JobKey key) =>
        await s_jobs.GetAsync(snapshot, (key.Due, key.Stamp)) is { } job ? job with { Due = key.Due } : null;

    /// <summary>Removes a job: in the transaction of its effect, or to cancel it.</summary>
    /// <returns>False when it is gone already: whoever runs it drops the effect.</returns>
    public static async ValueTask<bool> RemoveAsync(Transaction transaction, JobKey key)
    {
        if (await s_jobs.GetAsync(transaction, (key.Due, key.Stamp)) is null)
        {
            return false;
        }

        s_jobs.Delete(transaction, (key.Due, key.Stamp));
        return true;
    }

    /// <summary>Puts a job off to another time, as its next attempt.</summary>
    /// <returns>False when it is gone.</returns>
    public static async ValueTask<bool> RescheduleAsync(Transaction transaction, JobKey key, DateTimeOffset due)
    {
        if (await s_jobs.GetAsync(transaction, (key.Due, key.Stamp)) is not { } job)
        {
            return false;
        }

        s_jobs.Delete(transaction, (key.Due, key.Stamp));
        s_jobs.Append(transaction, due, job with { Attempt = job.Attempt + 1, Holder = null });
        return true;
    }

    /// <summary>Writes down that the transaction's process runs a job that was read in it (<see cref="Snapshot.Holder"/>); it stays where it is.</summary>
    public static Job Hold(Transaction transaction, JobKey key, Job job)
    {
        var held = job with { Holder = transaction.Holder };
        s_jobs.Put(transaction, (key.Due, key.Stamp), held);
        return held;
    }

    /// <summary>Writes down that nobody runs a job that was read in the transaction.</summary>
    public static void Free(Transaction transaction, JobKey key, Job job) => s_jobs.Put(transaction, (key.Due, key.Stamp), job with { Holder = null });

    /// <summary>Claims up to <paramref name="max"/> jobs due at <paramref name="now"/> for a holder, by moving them to <paramref name="leaseEnd"/>.</summary>
    /// <returns>The jobs, with the stamp that makes each one's new key together with <paramref name="leaseEnd"/>.</returns>
    public static async ValueTask<IReadOnlyList<(Job Job, PendingStamp Stamp)>> ClaimAsync(
        Transaction transaction, DateTimeOffset now, int max, string holder, DateTimeOffset leaseEnd)
    {
        var claimed = new List<(Job, PendingStamp)>();
        foreach (var (key, job) in await s_jobs.ClaimAsync(transaction, UpTo(now), max))
        {
            s_jobs.Delete(transaction, key);
            var held = job with { Holder = holder };
            claimed.Add((held with { Due = key.Item1 }, s_jobs.Append(transaction, leaseEnd, held)));
        }

        return claimed;
    }

    private static KeyRange UpTo(DateTimeOffset now) => new(s_jobs.All.Start, KeyRange.AfterPrefix(Start(now)));

    private static byte[] Start(DateTimeOffset time)
    {
        var writer = s_jobs.StartKey(stackalloc byte[Subspace.StackBytes]);
        writer.Time(time);
        return writer.ToKey();
    }

    private static StoredJob ToJob(Row<(DateTimeOffset Due, CommitStamp Stamp), Job> row) =>
        new(new JobKey(row.Key.Due, row.Key.Stamp), row.Value with { Due = row.Key.Due });
}
