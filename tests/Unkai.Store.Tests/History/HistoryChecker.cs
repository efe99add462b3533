namespace Unkai.Storage.Tests.History;

/// <summary>Says whether a recorded history is strictly serializable in the order of its commits' sequences.</summary>
/// <remarks>
/// The order is known, so nothing has to be searched: each transaction that wrote is run again at its place, against a dictionary, and must see there what it saw; one that only read
/// must fit some place between those that had been answered when it began and those that began when it had been answered. Whatever ended before another began comes before it.
/// That leaves no room for a cycle of writes, reads and overwritten reads: each edge points forward.
/// </remarks>
internal static class HistoryChecker
{
    /// <returns>Null when it is; else what is wrong.</returns>
    internal static string? Check(IEnumerable<HistoryRun> history)
    {
        var runs = history.ToList();
        var writers = runs.Where(static run => run.Sequence is not null).OrderBy(static run => run.Sequence).ToList();
        var readers = runs.Where(static run => run.Sequence is null).ToList();
        if (WrongOrder(writers) is { } wrong)
        {
            return wrong;
        }

        var state = new HistoryState();
        var open = new List<(HistoryRun Run, int From, int To)>();
        foreach (var reader in readers)
        {
            var from = writers.FindLastIndex(writer => writer.Ended < reader.Began) + 1;
            var to = writers.FindIndex(writer => writer.Began > reader.Ended) is >= 0 and var first ? first : writers.Count;
            open.Add((reader, from, to));
        }

        for (var place = 0; place <= writers.Count; place++)
        {
            open.RemoveAll(reader => reader.From <= place && place <= reader.To && Mismatch(reader.Run, state.Copy()) is null);
            if (open.Find(reader => reader.To == place).Run is { } unexplained)
            {
                return $"{unexplained.Name} read what was there at no time at which it ran: {Mismatch(unexplained, state.Copy())}";
            }

            if (place < writers.Count && Mismatch(writers[place], state) is { } mismatch)
            {
                return $"{writers[place].Name}, commit {writers[place].Sequence}: {mismatch}";
            }
        }

        return null;
    }

    private static string? WrongOrder(List<HistoryRun> writers)
    {
        for (var i = 0; i < writers.Count; i++)
        {
            if (i > 0 && writers[i].Sequence == writers[i - 1].Sequence)
            {
                return $"{writers[i].Name} and {writers[i - 1].Name} are both commit {writers[i].Sequence}";
            }

            // Whoever has the later place must not have been answered before the earlier one was asked for.
            if (writers.Skip(i + 1).FirstOrDefault(later => later.Ended < writers[i].Began) is { } before)
            {
                return $"{before.Name} was answered before {writers[i].Name} began, and comes after it";
            }

        }

        return null;
    }

    private static string? Mismatch(HistoryRun run, HistoryState state)
    {
        // What a transaction appends it cannot read itself, so appends come last.
        ushort appends = 0;
        foreach (var step in run.Events.Where(static step => step.Kind != HistoryEventKind.Append).Concat(run.Events.Where(static step => step.Kind == HistoryEventKind.Append)))
        {
            if (state.Apply(step, run.Sequence ?? 0, ref appends) is { } mismatch)
            {
                return mismatch;
            }
        }

        return null;
    }
}
