using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Cloud.Faults;

/// <summary>A world's fault rules: an immutable list that is swapped whole, and a count for each.</summary>
public sealed class FaultRules
{
    /// <summary>The most rules that a world may have.</summary>
    public const int RulesMax = 1000;

    private readonly ConcurrentDictionary<string, long> _hits = new();
    private ImmutableArray<FaultRule> _rules = [];

    /// <summary>The rules, in the order in which they were added.</summary>
    public ImmutableArray<FaultRule> Rules => _rules;

    /// <summary>How many calls the rule has hit.</summary>
    public long HitsOf(string id) => _hits.GetValueOrDefault(id);

    /// <summary>Adds a rule, or replaces the one of its id.</summary>
    /// <returns>False when the world has <see cref="RulesMax"/> rules.</returns>
    public bool Add(FaultRule rule) => ImmutableInterlocked.Update(ref _rules, static (rules, rule) =>
        rules.FirstOrDefault(other => other.Id == rule.Id) is { } same ? rules.Replace(same, rule) : rules.Length >= RulesMax ? rules : rules.Add(rule), rule)
        || _rules.Contains(rule);

    /// <summary>Removes a rule.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool Remove(string id) => ImmutableInterlocked.Update(ref _rules, static (rules, id) => rules.RemoveAll(rule => rule.Id == id), id);

    /// <summary>Lets the rules hit a call: waits out their delays and returns the first error, or null.</summary>
    internal async ValueTask<AwsError?> InjectAsync(Call call, OperationContract operation)
    {
        var now = call.Clock.GetUtcNow();
        foreach (var rule in _rules)
        {
            if (!rule.Matches(call, operation.Service.Name, operation.Name, now) || (rule.Rate < 1 && call.Random.NextDouble() >= rule.Rate))
            {
                continue;
            }

            _hits.AddOrUpdate(rule.Id, 1, static (_, count) => count + 1);
            if (rule.Delay > TimeSpan.Zero)
            {
                await call.World.Machine.DelayAsync(rule.Delay, call.Cancellation);
            }

            if (rule.Error is not null)
            {
                return rule.Error;
            }
        }

        return null;
    }
}
