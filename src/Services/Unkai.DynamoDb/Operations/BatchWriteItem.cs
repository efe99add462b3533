using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Up to 25 puts and deletes, each for itself. Small batches are one transaction; large ones several, for each item is written again in its indexes and its stream.</summary>
internal sealed class BatchWriteItem : IOperation<BatchWriteItemInput, BatchWriteItemOutput>
{
    private const int RequestsMax = 25;
    private const long TransactionBytesMax = 2 * 1024 * 1024;

    public async ValueTask<Outcome<BatchWriteItemOutput>> ExecuteAsync(Call call, BatchWriteItemInput request)
    {
        if (request.RequestItems!.Count == 0)
        {
            return DynamoDbErrors.Validation("The requestItems parameter is required for BatchWriteItem");
        }

        if (request.RequestItems!.Sum(entry => entry.Value.Count) > RequestsMax)
        {
            return DynamoDbErrors.Validation("Too many items requested for the BatchWriteItem call");
        }

        var parts = new List<(string Name, List<ItemChange> Changes)>();
        foreach (var (name, requests) in request.RequestItems!)
        {
            if (TableNameRules.Check(name) is { } problem)
            {
                return problem;
            }

            var changes = new List<ItemChange>();
            foreach (var one in requests)
            {
                var change = Read(one);
                if (change.IsError)
                {
                    return change.Error;
                }

                changes.Add(change.Value);
            }

            parts.Add((name, changes));
        }

        var written = new List<Written>();
        var left = new Dictionary<string, List<WriteRequest>>();
        AwsError? throttled = null;
        foreach (var (first, end) in await PortionsAsync(call, parts))
        {
            var portion = await call.TransactAsync<List<Written>>(transaction => WriteAsync(transaction, call, parts, first, end, request.ReturnItemCollectionMetrics));
            if (portion.IsError && ThroughputErrors.IsThrottling(portion.Error))
            {
                throttled = portion.Error;
                Leave(left, request.RequestItems!, first);
            }
            else if (portion.IsError)
            {
                return portion.Error;
            }
            else
            {
                written.AddRange(portion.Value);
            }
        }

        return throttled is not null && written.Count == 0 ? throttled : new BatchWriteItemOutput
        {
            UnprocessedItems = left,
            ConsumedCapacity = Capacities.DescribeAll(request.ReturnConsumedCapacity, written.Select(one => (one.Table, one.Units))),
            ItemCollectionMetrics = MetricsOf(written),
        };
    }

    /// <summary>Where a table's throughput counts, each change is written for itself, and may be left unprocessed.</summary>
    private static async ValueTask<IEnumerable<(int First, int End)>> PortionsAsync(Call call, List<(string Name, List<ItemChange> Changes)> parts)
    {
        var counts = await call.ReadAsync(async snapshot =>
        {
            foreach (var (name, _) in parts)
            {
                if (await TableLookup.GetAsync(snapshot, TableAddress.Of(call, name)) is { } table && EnforcedThroughput.Counts(table))
                {
                    return true;
                }
            }

            return false;
        });
        return counts ? Enumerable.Range(0, parts.Sum(part => part.Changes.Count)).Select(number => (number, number + 1)) : Portions(parts);
    }

    private static void Leave(Dictionary<string, List<WriteRequest>> left, Dictionary<string, List<WriteRequest>> asked, int number)
    {
        foreach (var (name, requests) in asked)
        {
            if (number < requests.Count)
            {
                (left.TryGetValue(name, out var list) ? list : left[name] = []).Add(requests[number]);
                return;
            }

            number -= requests.Count;
        }
    }

    /// <summary>Which changes, counted through all tables, are written together.</summary>
    private static IEnumerable<(int First, int End)> Portions(List<(string Name, List<ItemChange> Changes)> parts)
    {
        var (first, number) = (0, 0);
        var bytes = 0L;
        foreach (var change in parts.SelectMany(part => part.Changes))
        {
            var size = change.Given.ItemSizeBytes;
            if (bytes > 0 && bytes + size > TransactionBytesMax)
            {
                yield return (first, number);
                (first, bytes) = (number, 0);
            }

            bytes += size;
            number++;
        }

        yield return (first, number);
    }

    private static Outcome<ItemChange> Read(WriteRequest request)
    {
        if (request.PutRequest is null == request.DeleteRequest is null)
        {
            return DynamoDbErrors.Validation(request.PutRequest is null
                ? "Supplied WriteRequest is empty, must contain exactly one of the supported requests: PutRequest, DeleteRequest"
                : "Supplied WriteRequest has more than one request set, must contain exactly one of the supported requests: PutRequest, DeleteRequest");
        }

        var item = request.PutRequest is { } put ? put.ReadItem(nameof(put.Item)) : request.DeleteRequest!.ReadItem(nameof(DeleteRequest.Key));
        return item.IsError ? item.Error
            : request.PutRequest is not null && item.Value.ItemSizeBytes > ItemWriter.ItemBytesMax ? DynamoDbErrors.ItemTooLarge
            : new ItemChange { Kind = request.PutRequest is null ? ChangeKind.Delete : ChangeKind.Put, Given = item.Value };
    }

    /// <summary>Checks all changes, and writes those from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    private static async ValueTask<Outcome<List<Written>>> WriteAsync(
        Transaction transaction, Call call, List<(string Name, List<ItemChange> Changes)> parts, int first, int end, string? metrics)
    {
        var planned = new List<(string Name, TableRecord Table, ItemChange Change, ItemKey Key)>();
        foreach (var (name, changes) in parts)
        {
            var table = await TableLookup.FindReadyAsync(transaction, call, TableAddress.Of(call, name));
            if (table.IsError)
            {
                return table.Error;
            }

            var seen = new HashSet<string>();
            foreach (var change in changes)
            {
                var key = ItemChanges.KeyOf(table.Value, change);
                if (key.IsError)
                {
                    return key.Error;
                }

                if (!seen.Add(key.Value.Text))
                {
                    return DynamoDbErrors.DuplicateKeys;
                }

                planned.Add((name, table.Value, change, key.Value));
            }
        }

        var origin = WriteOrigin.Of(call);
        var written = new List<Written>();
        foreach (var (name, table, change, key) in planned[first..end])
        {
            var units = new ConsumedUnits();
            var result = await ItemChanges.ApplyAsync(transaction, table, origin, change, key, units);
            if ((result.Error ?? await ThroughputGate.TakeWriteAsync(transaction, call, table, units)) is { } refused)
            {
                return refused;
            }

            written.Add(new Written(name, table, units, await CollectionMetrics.DescribeAsync(transaction, metrics, table, key, change.Given)));
        }

        return written;
    }

    private static Dictionary<string, List<ItemCollectionMetrics>>? MetricsOf(List<Written> written)
    {
        var all = written.Where(one => one.Metrics is not null).GroupBy(one => one.Name).ToDictionary(table => table.Key, table => table.Select(one => one.Metrics!).ToList());
        return all.Count == 0 ? null : all;
    }

    private sealed record Written(string Name, TableRecord Table, ConsumedUnits Units, ItemCollectionMetrics? Metrics);
}
