using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud.Authorization;

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

    /// <summary>Lets the rules hit a call: waits out their delays and returns the first error or break of the connection.</summary>
    internal async ValueTask<Injection> InjectAsync(Call call, Service service, OperationContract operation, Shape request)
    {
        IReadOnlyList<Access>? touched = null;
        var now = call.Clock.GetUtcNow();
        foreach (var rule in _rules)
        {
            if (!rule.Matches(call, operation.Service.Name, operation.Name, now))
            {
                continue;
            }

            if (rule.Resource is { } pattern)
            {
                touched ??= await service.DescribeAccessAsync(call, operation, request);
                if (!touched.Any(access => Wildcard.Matches(pattern, access.Resource, ignoreCase: false)))
                {
                    continue;
                }
            }

            if (rule.Rate < 1 && call.Random.NextDouble() >= rule.Rate)
            {
                continue;
            }

            _hits.AddOrUpdate(rule.Id, 1, static (_, count) => count + 1);
            var delay = rule.DelayMax > rule.Delay ? rule.Delay + ((rule.DelayMax - rule.Delay) * call.Random.NextDouble()) : rule.Delay;
            if (delay > TimeSpan.Zero)
            {
                await call.World.Machine.DelayAsync(delay, call.Cancellation);
            }

            if (rule.Error is not null || rule.Drop != ConnectionDrop.None)
            {
                return new Injection(rule.Error, rule.Drop);
            }
        }

        return default;
    }
}
