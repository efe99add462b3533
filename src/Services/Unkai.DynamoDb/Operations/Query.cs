using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Reading;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The items of one partition key, in the order of their sort keys.</summary>
internal sealed class Query : IOperation<QueryInput, QueryOutput>
{
    public async ValueTask<Outcome<QueryOutput>> ExecuteAsync(Call call, QueryInput request)
    {
        if (QueryRequests.Check(request) is { } problem)
        {
            return problem;
        }

        var read = QueryRequests.Read(request);
        if (read.IsError)
        {
            return read.Error;
        }

        var answer = await call.ReadAsync<Outcome<PageAnswer>>(async snapshot =>
        {
            var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, request.TableName!));
            return table.IsError ? table.Error : await QueryAsync(snapshot, table.Value, request, read.Value);
        });
        return (answer.Error ?? await ThroughputGate.TakeReadAsync(call, answer.Value.Table, answer.Value.Consumed)) is { } refused ? refused : new QueryOutput
        {
            Count = answer.Value.Count,
            ScannedCount = answer.Value.ScannedCount,
            LastEvaluatedKey = answer.Value.Last,
            ConsumedCapacity = answer.Value.Capacity,
        }.With("Items", answer.Value.Items);
    }

    private static async ValueTask<Outcome<PageAnswer>> QueryAsync(Snapshot snapshot, TableRecord table, QueryInput request, QueryRequests.Bound bound)
    {
        var isConsistent = request.ConsistentRead is true;
        var found = Selection.FindIndex(table, request.IndexName, isConsistent);
        if (found.IsError)
        {
            return found.Error;
        }

        var index = found.Value;
        var keys = index?.Key ?? table.Key;
        var condition = QueryRequests.BindKeys(bound.Parts, keys);
        if (condition.IsError)
        {
            return condition.Error;
        }

        var mustFetch = Selection.MustFetch(table, index, request.Select, bound.View);
        if ((bound.CheckFilter(keys, request.FilterExpression is not null) ?? mustFetch.Error) is { } problem)
        {
            return problem;
        }

        var range = RangeOf(table, index, condition.Value, bound.Start, request.ScanIndexForward is false);
        if (range.IsError)
        {
            return range.Error;
        }

        var isCount = request.Select == "COUNT";
        var page = await PageReader.ReadAsync(snapshot, index is not null, range.Value, request.ScanIndexForward is false, request.Limit, bound.Filter, !isCount);
        var units = PageAnswer.UnitsOf(index, page, isConsistent);
        if (mustFetch.Value)
        {
            await Selection.FetchAsync(snapshot, table, page, isConsistent, units);
        }

        return PageAnswer.Of(table, index, page, bound.View, isCount, units, request.ReturnConsumedCapacity);
    }

    private static Outcome<KeyRange> RangeOf(TableRecord table, IndexRecord? index, KeyCondition condition, MapValue? start, bool isReverse)
    {
        var isComposite = condition.Partitions is not null;
        var partition = KeyBytes.Of(condition.Partition);
        var hash = PartitionHash.Of(partition);
        var range = isComposite ? CompositeRange.Of(index!, condition)
            : index is null
            ? SortRange.Of(DynamoDbTables.Items.Under(table.Id, hash, partition), condition.Sort)
            : SortRange.Of(DynamoDbTables.IndexRows.Under(index.Id, hash, partition), condition.Sort);
        if (start is null)
        {
            return range;
        }

        if (StartKey.Check(table, index, start) is { } problem)
        {
            return problem;
        }

        var keys = index?.Key ?? table.Key;
        if (isComposite ? !CompositeRange.Holds(keys, condition, start) : !start[keys.Partition.Name]!.Equals(condition.Partition))
        {
            return DynamoDbErrors.StartKeyOutside;
        }

        if (!isComposite && condition.Sort is { } sort && !sort.Holds(start[keys.Sort!.Name]!))
        {
            return DynamoDbErrors.StartKeyMissesCondition;
        }

        var row = StartKey.RowOf(table, index, start);
        return isReverse ? range.Before(row) : range.After(row);
    }
}
