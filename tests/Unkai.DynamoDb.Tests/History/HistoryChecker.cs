namespace Unkai.DynamoDb.Tests.History;

/// <summary>Says whether a history of reads of and appends to lists is strictly serializable.</summary>
/// <remarks>
/// The lists themselves tell the order of their writes. From it follow the dependencies of requests: one that wrote after another (ww), one that read what another wrote (wr), one that
/// read what another then changed (rw), one that began when another had ended (rt). A cycle of them is an anomaly: G0 of ww alone, G1c with wr, G-single with one rw, G2 with more.
/// The classes are Adya's; the way to find them is that of Kingsbury and Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations", 2020.
/// </remarks>
internal static class HistoryChecker
{
    /// <returns>Null when it is; else the anomaly.</returns>
    internal static string? Check(IReadOnlyList<HistoryStep> history)
    {
        var steps = history.Where(step => step.IsDone).ToList();
        var writers = new Dictionary<(string Key, int Value), int>();
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var append in steps[i].Appends)
            {
                writers.Add(append, i);
            }
        }

        var orders = new Dictionary<string, IReadOnlyList<int>>();
        foreach (var (key, list, step) in steps.SelectMany(step => step.Reads.Select(read => (read.Key, read.List, step))))
        {
            if (list.Distinct().Count() < list.Count)
            {
                return $"{step.Name} saw a value twice in {key}: {Show(list)}";
            }

            if (list.FirstOrDefault(value => !writers.ContainsKey((key, value)), -1) is >= 0 and var stray)
            {
                return $"G1a: {step.Name} saw {stray} in {key}, which was refused or never written";
            }

            var longest = orders.GetValueOrDefault(key, []);
            if (!list.Take(longest.Count).SequenceEqual(longest.Take(list.Count)))
            {
                return $"{step.Name} saw {key} as {Show(list)}, another as {Show(longest)}: neither goes on from the other";
            }

            orders[key] = list.Count > longest.Count ? list : longest;
        }

        return FindCycle(steps, EdgesOf(steps, writers, orders));
    }

    private static List<(int To, string Kind)>[] EdgesOf(List<HistoryStep> steps, Dictionary<(string Key, int Value), int> writers, Dictionary<string, IReadOnlyList<int>> orders)
    {
        var edges = steps.Select(_ => new List<(int, string)>()).ToArray();
        foreach (var (key, order) in orders)
        {
            for (var place = 1; place < order.Count; place++)
            {
                edges[writers[(key, order[place - 1])]].Add((writers[(key, order[place])], "ww"));
            }
        }

        // Whoever has seen a whole list comes before those whose appends nobody has seen.
        var unseen = writers.Where(writer => !orders.GetValueOrDefault(writer.Key.Key, []).Contains(writer.Key.Value)).ToLookup(writer => writer.Key.Key, writer => writer.Value);
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var (key, list) in steps[i].Reads)
            {
                if (list.Count > 0)
                {
                    edges[writers[(key, list[^1])]].Add((i, "wr"));
                }

                edges[i].AddRange(
                    orders[key] is var order && list.Count < order.Count ? [(writers[(key, order[list.Count])], "rw")] : unseen[key].Select(writer => (writer, "rw")));
            }

            for (var j = 0; j < steps.Count; j++)
            {
                if (steps[i].Ended < steps[j].Began)
                {
                    edges[i].Add((j, "rt"));
                }
            }

            edges[i].RemoveAll(edge => edge.Item1 == i);
        }

        return edges;
    }

    /// <summary>The shortest cycle among those of as few kinds of edges as possible.</summary>
    private static string? FindCycle(List<HistoryStep> steps, List<(int To, string Kind)>[] edges)
    {
        foreach (var kinds in new string[][] { ["ww"], ["ww", "wr"], ["ww", "wr", "rw"], ["ww", "wr", "rw", "rt"] })
        {
            var allowed = edges.Select(from => from.Where(edge => kinds.Contains(edge.Kind)).ToList()).ToArray();
            if (Unordered(allowed) is not { Count: > 0 } cyclic)
            {
                continue;
            }

            var cycle = cyclic.Select(start => ShortestFrom(start, allowed, cyclic)).OfType<List<(int Step, string Kind)>>().MinBy(path => path.Count)!;
            var dependencies = cycle.Select(edge => edge.Kind).ToList();
            var name = dependencies.Count(kind => kind == "rw") switch { > 1 => "G2", 1 => "G-single", _ when dependencies.Contains("wr") => "G1c", _ => "G0" };
            return $"{name}{(dependencies.Contains("rt") ? "-realtime" : "")}: {string.Join(' ', cycle.Select(edge => $"{steps[edge.Step].Name} -{edge.Kind}->"))} {steps[cycle[0].Step].Name}";
        }

        return null;
    }

    /// <summary>What is left when all that nothing (left) comes before is taken away, and all that nothing comes after: the steps of cycles and between them.</summary>
    private static HashSet<int>? Unordered(List<(int To, string Kind)>[] edges)
    {
        var before = new int[edges.Length];
        foreach (var (to, _) in edges.SelectMany(from => from))
        {
            before[to]++;
        }

        var ready = new Queue<int>(Enumerable.Range(0, edges.Length).Where(step => before[step] == 0));
        var left = Enumerable.Range(0, edges.Length).ToHashSet();
        while (ready.TryDequeue(out var step))
        {
            left.Remove(step);
            foreach (var (to, _) in edges[step])
            {
                if (--before[to] == 0)
                {
                    ready.Enqueue(to);
                }
            }
        }

        return left;
    }

    private static List<(int Step, string Kind)>? ShortestFrom(int start, List<(int To, string Kind)>[] edges, HashSet<int> among)
    {
        var cameBy = new Dictionary<int, (int From, string Kind)>();
        var reached = new Queue<int>([start]);
        while (reached.TryDequeue(out var step))
        {
            foreach (var (to, kind) in edges[step])
            {
                if (to == start)
                {
                    var path = new List<(int, string)> { (step, kind) };
                    for (var at = step; at != start; at = cameBy[at].From)
                    {
                        path.Insert(0, cameBy[at]);
                    }

                    return path;
                }

                if (among.Contains(to) && cameBy.TryAdd(to, (step, kind)))
                {
                    reached.Enqueue(to);
                }
            }
        }

        return null;
    }

    private static string Show(IReadOnlyList<int> list) => $"[{string.Join(' ', list)}]";
}
