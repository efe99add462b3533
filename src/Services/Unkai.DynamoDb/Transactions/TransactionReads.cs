using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Throughput;

namespace Unkai.DynamoDb.Transactions;

/// <summary>What the reads of a transaction cost, where throughput counts: all of it or, cancelled, nothing.</summary>
internal static class TransactionReads
{
    internal static async ValueTask<AwsError?> TakeAsync(Call call, IReadOnlyList<(TableRecord Table, ConsumedUnits Units)> consumed)
    {
        if (await ThroughputGate.OpenAsync(call, consumed.Select(one => one.Table), isWrite: false) is not { } gate)
        {
            return null;
        }

        if (Cancellation.Of([.. consumed.Select(one => gate.Take(one.Table, one.Units))]) is { } throttled)
        {
            return throttled;
        }

        await gate.CommitAsync(call);
        return null;
    }
}
