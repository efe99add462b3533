using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Unkai.Cloud.Faults;

/// <summary>A world's fault rules: an immutable list that is swapped whole, and a count for each.</summary>
public sealed class FaultRules
{
    /// <summary>The most rules that a world may have.</summary>
    public const int RulesMax = 1000;

    private readonly ConcurrentDictionary<string, Count> _hits = new();
    private readonly Lock _change = new();
    private Lists _lists = new([]);

    /// <summary>The rules, in the order in which they were added.</summary>
    public ImmutableArray<FaultRule> Rules => _lists.All;

    internal ImmutableArray<FaultRule> ForCalls => _lists.Calls;

    internal ImmutableArray<FaultRule> ForJobs => _lists.Jobs;

    internal ImmutableArray<FaultRule> ForFunctions => _lists.Functions;

    internal ImmutableArray<FaultRule> ForCommits => _lists.Commits;

    /// <summary>How often the rule has hit.</summary>
    public long HitsOf(string id) => _hits.TryGetValue(id, out var count) ? Interlocked.Read(ref count.Hits) : 0;

    /// <summary>Adds a rule, or replaces the one of its id.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="hits">How often it has hit already.</param>
    /// <returns>False when the world has <see cref="RulesMax"/> rules.</returns>
    public bool Add(FaultRule rule, long hits = 0)
    {
        lock (_change)
        {
            var rules = _lists.All;
            if (rules.FirstOrDefault(other => other.Id == rule.Id) is { } same)
            {
                _lists = new Lists(rules.Replace(same, rule));
                return true;
            }

            if (rules.Length >= RulesMax)
            {
                return false;
            }

            _hits[rule.Id] = new Count { Hits = hits };
            _lists = new Lists(rules.Add(rule));
            return true;
        }
    }

    /// <summary>Removes a rule.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool Remove(string id)
    {
        lock (_change)
        {
            var left = _lists.All.RemoveAll(rule => rule.Id == id);
            if (left.Length == _lists.All.Length)
            {
                return false;
            }

            _lists = new Lists(left);
            _hits.TryRemove(id, out _);
            return true;
        }
    }

    /// <summary>Whether a rule that matches hits this time; if so, it is counted.</summary>
    internal bool Hits(FaultRule rule, DateTimeOffset now, Func<IRandomSource> random)
    {
        if (!rule.IsInForce(now) || !_hits.TryGetValue(rule.Id, out var count) || Interlocked.Read(ref count.Hits) >= (rule.Times ?? long.MaxValue)
            || (rule.Rate < 1 && random().NextDouble() >= rule.Rate))
        {
            return false;
        }

        if (Interlocked.Increment(ref count.Hits) <= (rule.Times ?? long.MaxValue))
        {
            return true;
        }

        Interlocked.Decrement(ref count.Hits);
        return false;
    }

    private sealed class Count
    {
        internal long Hits;
    }

    private sealed class Lists(ImmutableArray<FaultRule> all)
    {
        internal ImmutableArray<FaultRule> All { get; } = all;

        internal ImmutableArray<FaultRule> Calls { get; } = all.RemoveAll(static rule => !rule.IsForCalls);

        internal ImmutableArray<FaultRule> Jobs { get; } = all.RemoveAll(static rule => !rule.IsForJobs);

        internal ImmutableArray<FaultRule> Functions { get; } = all.RemoveAll(static rule => rule.Effect != FaultEffect.Crash);

        internal ImmutableArray<FaultRule> Commits { get; } = all.RemoveAll(static rule => !rule.IsForCommits);
    }
}
