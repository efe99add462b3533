using Unkai.Storage.Embedded;

namespace Unkai.Storage.Postgres;

/// <summary>One life of a world, as this process knows it: who watches, what has changed of late, and its commits.</summary>
internal sealed class PostgresWorld
{
    private long _lastSeen;

    internal PostgresWorld(PostgresStore store, WorldName name, int id)
    {
        Name = name;
        Id = id;
        Committer = new GroupCommitter(store, this);
    }

    internal WorldName Name { get; }

    internal int Id { get; }

    internal GroupCommitter Committer { get; }

    internal WatchList Watches { get; } = new();

    internal ReadCache Cache { get; } = new();

    internal RecentChanges Recent { get; } = new();

    /// <summary>Whether this process has been told that it is gone.</summary>
    internal bool IsGone { get; private set; }

    /// <summary>The newest commit that this process knows of.</summary>
    internal long LastSeen => Interlocked.Read(ref _lastSeen);

    /// <summary>Tells watches of a commit, or of commits up to it.</summary>
    internal void Changed(long sequence, IReadOnlyList<KeyRange> ranges)
    {
        Recent.Add((ulong)sequence, ranges);
        See(sequence);
        foreach (var range in ranges)
        {
            Watches.Fire(range, (ulong)sequence);
        }
    }

    /// <summary>Tells watches that reservations have ended without a write.</summary>
    internal void Released(IReadOnlyList<KeyRange> ranges)
    {
        Recent.Add(RecentChanges.Release, ranges);
        foreach (var range in ranges)
        {
            Watches.Fire(range, RecentChanges.Release);
        }
    }

    /// <summary>Fires all watches: changes may have gone unheard.</summary>
    internal void ChangedUnheard()
    {
        Recent.Lose();
        Watches.FireAll();
    }

    /// <summary>Says that every commit after this one is heard again.</summary>
    internal void HeardSince(long sequence)
    {
        See(sequence);
        Recent.HeardSince(sequence);
    }

    internal void Gone()
    {
        IsGone = true;
        Watches.FireAll();
    }

    /// <summary>Watches a range: the list has it before what came meanwhile is looked for, so a change is heard by one or the other.</summary>
    /// <param name="range">The range.</param>
    /// <param name="since">Commits up to this one are no news.</param>
    /// <param name="passedOverAt">Where in <see cref="RecentChanges"/> reserved entries were passed over: releases since then are news; null: none were.</param>
    internal EmbeddedWatch Watch(KeyRange range, long since, long? passedOverAt)
    {
        var watch = Watches.Add(range, (ulong)since);
        if (IsGone || Recent.Has(range, (ulong)since, passedOverAt))
        {
            watch.Dispose();
        }

        return watch;
    }

    private void See(long sequence)
    {
        for (var seen = LastSeen; seen < sequence;)
        {
            var found = Interlocked.CompareExchange(ref _lastSeen, sequence, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
