using System.Text.Json.Serialization;
using Unkai.Api;
using Unkai.Cloud.Faults;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>A world's fault rules in its own state: <c>~world 3 (id)</c> → rule, <c>~world 4 (id)</c> → how often it has hit. They survive a restart and are forked.</summary>
public static partial class WorldFaults
{
    private static readonly Table<string, Stored> s_rules = new("~world", 3, KeyCodec.Text, new JsonValueCodec<Stored>(FaultsJson.Default.Stored));
    private static readonly CounterTable<string> s_hits = new("~world", 4, KeyCodec.Text);

    /// <summary>Puts a world's stored rules in force.</summary>
    public static async ValueTask LoadAsync(World world, CancellationToken cancellation)
    {
        var (rows, hits) = await world.State.ReadAsync(
            world.Name,
            static async snapshot => (await s_rules.RangeAsync(snapshot, s_rules.All, FaultRules.RulesMax), await s_hits.RangeAsync(snapshot, s_hits.All, 2 * FaultRules.RulesMax)),
            cancellation);
        var counts = hits.ToDictionary(static row => row.Key, static row => row.Value);
        foreach (var row in rows.OrderBy(static row => row.Value.Order))
        {
            world.Faults.Add(row.Value.ToRule(row.Key), counts.GetValueOrDefault(row.Key));
        }
    }

    internal static KeyRange Rules => s_rules.All;

    /// <summary>Puts in force what other processes have added, and takes out what they have removed.</summary>
    /// <param name="snapshot">What is read.</param>
    /// <param name="faults">The rules in force; one that was added here and is not yet stored stays.</param>
    /// <param name="stored">The ids of the rules that were stored at the last look, and afterwards at this one.</param>
    internal static async ValueTask FollowAsync(Snapshot snapshot, FaultRules faults, HashSet<string> stored)
    {
        var rows = await s_rules.RangeAsync(snapshot, s_rules.All, FaultRules.RulesMax);
        stored.ExceptWith(rows.Select(static row => row.Key));
        foreach (var gone in stored)
        {
            faults.Remove(gone);
        }

        foreach (var row in rows.Where(row => faults.Rules.All(rule => rule.Id != row.Key)).OrderBy(static row => row.Value.Order).ToList())
        {
            faults.Add(row.Value.ToRule(row.Key), await s_hits.GetAsync(snapshot, row.Key));
        }

        stored.Clear();
        stored.UnionWith(rows.Select(static row => row.Key));
    }

    /// <summary>Adds a rule, or replaces the one of its id.</summary>
    /// <returns>False when the world has <see cref="FaultRules.RulesMax"/> rules.</returns>
    public static async ValueTask<bool> AddAsync(World world, FaultRule rule, CancellationToken cancellation)
    {
        if (!world.Faults.Add(rule))
        {
            return false;
        }

        await world.State.TransactAsync(
            world.Name,
            async transaction =>
            {
                var rows = await s_rules.RangeAsync(transaction, s_rules.All, FaultRules.RulesMax);
                s_rules.Put(transaction, rule.Id, Stored.Of(rule, rows.Count == 0 ? 0 : rows.Max(static row => row.Value.Order) + 1));
                return true;
            },
            cancellation);
        return true;
    }

    /// <summary>Removes a rule.</summary>
    /// <returns>False when there is none of that id.</returns>
    public static async ValueTask<bool> RemoveAsync(World world, string id, CancellationToken cancellation)
    {
        var isRemoved = world.Faults.Remove(id);
        await world.State.TransactAsync(
            world.Name,
            transaction =>
            {
                s_rules.Delete(transaction, id);
                s_hits.Delete(transaction, id);
                return ValueTask.FromResult(true);
            },
            cancellation);
        return isRemoved;
    }

    /// <summary>Writes one hit down: an addition, which meets no other.</summary>
    internal static async ValueTask SaveHitAsync(World world, string id) =>
        await world.State.TransactAsync(
            world.Name,
            id,
            static (transaction, id) =>
            {
                s_hits.Add(transaction, id, 1);
                return ValueTask.FromResult(true);
            },
            CancellationToken.None);

    internal sealed record Stored(
        int Order,
        FaultEffect Effect,
        string? Service,
        string? Operation,
        string? Resource,
        string? Caller,
        string? JobKind,
        double Rate,
        int? Times,
        DateTimeOffset? From,
        DateTimeOffset? Until,
        string? ErrorCode,
        int ErrorStatus,
        string? ErrorMessage,
        ConnectionDrop Drop,
        Latency? Latency,
        TimeSpan Delay = default,
        TimeSpan DelayMax = default)
    {
        internal static Stored Of(FaultRule rule, int order) => new(
            order,
            rule.Effect,
            rule.Service,
            rule.Operation,
            rule.Resource,
            rule.Caller,
            rule.JobKind,
            rule.Rate,
            rule.Times,
            rule.From,
            rule.Until,
            rule.Error?.Code,
            rule.Error?.Status ?? 0,
            rule.Error?.Message,
            rule.Drop,
            rule.Delay);

        internal FaultRule ToRule(string id) => new()
        {
            Id = id,
            // Rules written before there were effects had only these; Delay and DelayMax are theirs.
            Effect = Effect != FaultEffect.Delay ? Effect : ErrorCode is not null ? FaultEffect.Error : Drop != ConnectionDrop.None ? FaultEffect.Drop : FaultEffect.Delay,
            Service = Service,
            Operation = Operation,
            Resource = Resource,
            Caller = Caller,
            JobKind = JobKind,
            Rate = Rate,
            Times = Times,
            From = From,
            Until = Until,
            Error = ErrorCode is null ? null : new AwsError(ErrorCode, ErrorStatus, ErrorMessage ?? ""),
            Drop = Drop,
            Delay = Latency ?? new UniformLatency(Delay, DelayMax > Delay ? DelayMax : Delay),
        };
    }

    [JsonSerializable(typeof(Stored))]
    private sealed partial class FaultsJson : JsonSerializerContext;
}
