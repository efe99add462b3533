using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Throughput;

/// <summary>Lets a request's reads or writes pass while their tables and global indexes have units left.</summary>
/// <remarks>
/// What is left is read outside the request's transaction and spent by an addition, so that requests at one time do not conflict over it: they may together
/// take a little more than there is. A request that is let in may take more than is left, and what follows waits until that is made up for.
/// </remarks>
internal sealed class ThroughputGate
{
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, Level> _levels = [];
    private readonly bool _isWrite;

    private ThroughputGate(bool isWrite) => _isWrite = isWrite;

    /// <returns>Null where no table's throughput counts.</returns>
    internal static ValueTask<ThroughputGate?> OpenAsync(Call call, TableRecord table, bool isWrite) =>
        EnforcedThroughput.Counts(table) ? ReadAsync(call, [table], isWrite) : new ValueTask<ThroughputGate?>((ThroughputGate?)null);

    /// <returns>Null where no table's throughput counts.</returns>
    internal static ValueTask<ThroughputGate?> OpenAsync(Call call, IEnumerable<TableRecord> tables, bool isWrite) =>
        tables.Where(EnforcedThroughput.Counts).ToList() is { Count: > 0 } counted ? ReadAsync(call, counted, isWrite) : new ValueTask<ThroughputGate?>((ThroughputGate?)null);

    /// <summary>Takes what a request consumed of a table, if all that it is taken from has something left; else nothing.</summary>
    internal AwsError? Take(TableRecord table, ConsumedUnits units)
    {
        if (!EnforcedThroughput.Counts(table))
        {
            return null;
        }

        List<IndexRecord?>? dry = null;
        var taken = new List<(Level Level, double Units)>();
        foreach (var (index, used) in Split(table, units))
        {
            if (used > 0 && _levels.TryGetValue(index?.Id ?? table.Id, out var level))
            {
                taken.Add((level, used));
                if (level.Left <= 0)
                {
                    (dry ??= []).Add(index);
                }
            }
        }

        if (dry is not null)
        {
            return ThroughputErrors.Of(table, dry, _isWrite);
        }

        foreach (var (level, used) in taken)
        {
            level.Left -= used;
            level.Taken += used;
        }

        return null;
    }

    /// <summary>Writes down what was taken.</summary>
    internal void Commit(Transaction transaction)
    {
        foreach (var (owner, level) in _levels)
        {
            if (level.Taken == 0)
            {
                continue;
            }

            DynamoDbTables.Spent.Add(transaction, (owner, _isWrite ? 1 : 0), (long)(level.Taken * TokenBucket.SpentPerUnit));
            if (level.MustWrite)
            {
                DynamoDbTables.Buckets.Put(transaction, (owner, _isWrite ? 1 : 0), level.Bucket);
            }
        }
    }

    /// <summary>The same for a request that only reads.</summary>
    internal async ValueTask CommitAsync(Call call) => await call.TransactAsync<bool>(transaction =>
    {
        Commit(transaction);
        return ValueTask.FromResult<Outcome<bool>>(true);
    });

    /// <summary>Takes what a request alone has read.</summary>
    internal static async ValueTask<AwsError?> TakeReadAsync(Call call, TableRecord table, ConsumedUnits units)
    {
        if (await OpenAsync(call, table, isWrite: false) is not { } gate)
        {
            return null;
        }

        if (gate.Take(table, units) is { } refused)
        {
            return refused;
        }

        await gate.CommitAsync(call);
        return null;
    }

    /// <summary>Takes what a request alone writes, in its transaction.</summary>
    internal static async ValueTask<AwsError?> TakeWriteAsync(Transaction transaction, Call call, TableRecord table, ConsumedUnits units)
    {
        if (await OpenAsync(call, table, isWrite: true) is not { } gate)
        {
            return null;
        }

        var refused = gate.Take(table, units);
        gate.Commit(transaction);
        return refused;
    }

    private static async ValueTask<ThroughputGate?> ReadAsync(Call call, List<TableRecord> tables, bool isWrite)
    {
        var gate = new ThroughputGate(isWrite);
        await call.ReadAsync(async snapshot =>
        {
            foreach (var table in tables)
            {
                await gate.ReadAsync(snapshot, call, table, null);
                foreach (var index in table.GlobalIndexes)
                {
                    await gate.ReadAsync(snapshot, call, table, index);
                }
            }

            return true;
        });
        return gate;
    }

    private async ValueTask ReadAsync(Snapshot snapshot, Call call, TableRecord table, IndexRecord? index)
    {
        var owner = index?.Id ?? table.Id;
        if (EnforcedThroughput.RateOf(table, index, _isWrite) is not { } rate || _levels.ContainsKey(owner))
        {
            return;
        }

        var key = (owner, _isWrite ? 1 : 0);
        var now = call.Clock.GetUtcNow();
        var spent = await DynamoDbTables.Spent.GetAsync(snapshot, key);
        var kept = await DynamoDbTables.Buckets.GetAsync(snapshot, key);
        var bucket = kept?.Later(now, rate, spent) ?? TokenBucket.Full(now, rate, spent);
        _levels[owner] = new Level { Bucket = bucket, MustWrite = kept is null || now - kept.At >= s_settled, Left = bucket.Level };
    }

    /// <summary>What is taken from where: a local index lives off its table's units.</summary>
    private static IEnumerable<(IndexRecord? Index, double Units)> Split(TableRecord table, ConsumedUnits units)
    {
        var ofTable = units.Table;
        foreach (var (name, used) in units.Indexes)
        {
            if (table.FindIndex(name) is { IsGlobal: true } index)
            {
                yield return (index, used);
            }
            else
            {
                ofTable += used;
            }
        }

        yield return (null, ofTable);
    }

    private sealed class Level
    {
        internal required TokenBucket Bucket { get; init; }

        internal required bool MustWrite { get; init; }

        internal double Left { get; set; }

        internal double Taken { get; set; }
    }
}
