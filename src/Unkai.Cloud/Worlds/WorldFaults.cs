using System.Text.Json.Serialization;
using Unkai.Api;
using Unkai.Cloud.Faults;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>A world's fault rules in its own state: <c>~world 3 (id)</c> → rule. They survive a restart and are forked; their counts begin anew.</summary>
public static partial class WorldFaults
{
    private static readonly Table<string, Stored> s_rules = new("~world", 3, KeyCodec.Text, new JsonValueCodec<Stored>(FaultsJson.Default.Stored));

    /// <summary>Puts a world's stored rules in force.</summary>
    public static async ValueTask LoadAsync(World world, CancellationToken cancellation)
    {
        var rows = await world.Store.ReadAsync(world.Name, static snapshot => s_rules.RangeAsync(snapshot, s_rules.All, FaultRules.RulesMax), cancellation);
        foreach (var row in rows.OrderBy(static row => row.Value.Order))
        {
            world.Faults.Add(row.Value.ToRule(row.Key));
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
            faults.Add(row.Value.ToRule(row.Key));
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

        await world.Store.TransactAsync(
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
        await world.Store.TransactAsync(
            world.Name,
            transaction =>
            {
                s_rules.Delete(transaction, id);
                return ValueTask.FromResult(true);
            },
            cancellation);
        return world.Faults.Remove(id);
    }

    internal sealed record Stored(
        int Order,
        string? Service,
        string? Operation,
        string? Resource,
        string? Caller,
        double Rate,
        DateTimeOffset? From,
        DateTimeOffset? Until,
        string? ErrorCode,
        int ErrorStatus,
        string? ErrorMessage,
        TimeSpan Delay,
        TimeSpan DelayMax,
        ConnectionDrop Drop)
    {
        internal static Stored Of(FaultRule rule, int order) => new(
            order, rule.Service, rule.Operation, rule.Resource, rule.Caller, rule.Rate, rule.From, rule.Until, rule.Error?.Code, rule.Error?.Status ?? 0, rule.Error?.Message, rule.Delay, rule.DelayMax, rule.Drop);

        internal FaultRule ToRule(string id) => new()
        {
            Id = id,
            Service = Service,
            Operation = Operation,
            Resource = Resource,
            Caller = Caller,
            Rate = Rate,
            From = From,
            Until = Until,
            Error = ErrorCode is null ? null : new AwsError(ErrorCode, ErrorStatus, ErrorMessage ?? ""),
            Delay = Delay,
            DelayMax = DelayMax,
            Drop = Drop,
        };
    }

    [JsonSerializable(typeof(Stored))]
    private sealed partial class FaultsJson : JsonSerializerContext;
}
