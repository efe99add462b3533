using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Legacy;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Reading;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>All items of a table or index, or of a segment, in the order of their partition keys' hashes.</summary>
internal sealed class Scan : IOperation<ScanInput, ScanOutput>
{
    private static readonly string[] s_older = ["AttributesToGet", "ScanFilter", "ConditionalOperator"];
    private static readonly string[] s_expressions = ["ProjectionExpression", "FilterExpression"];

    public async ValueTask<Outcome<ScanOutput>> ExecuteAsync(Call call, ScanInput request)
    {
        if (Check(request) is { } problem)
        {
            return problem;
        }

        var placeholders = Placeholders.Read(
            request.ExpressionAttributeNames,
            request.ExpressionAttributeValues,
            [("FilterExpression", request.FilterExpression), ("ProjectionExpression", request.ProjectionExpression)],
            withoutValues: 1);
        if (placeholders.IsError)
        {
            return placeholders.Error;
        }

        var read = QueryRequests.Bind(
            placeholders.Value, request.FilterExpression, request.ScanFilter, request.ConditionalOperator, request.ProjectionExpression, request.AttributesToGet, request.ExclusiveStartKey);
        if ((read.Error ?? placeholders.Value.CheckAllUsed()) is { } wrong)
        {
            return wrong;
        }

        var answer = await call.ReadAsync<Outcome<PageAnswer>>(async snapshot =>
        {
            var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, request.TableName!));
            return table.IsError ? table.Error : await ScanAsync(snapshot, table.Value, request, read.Value);
        });
        return (answer.Error ?? await ThroughputGate.TakeReadAsync(call, answer.Value.Table, answer.Value.Consumed)) is { } refused ? refused : new ScanOutput
        {
            Count = answer.Value.Count,
            ScannedCount = answer.Value.ScannedCount,
            LastEvaluatedKey = answer.Value.Last,
            ConsumedCapacity = answer.Value.Capacity,
        }.With("Items", answer.Value.Items);
    }

    private static async ValueTask<Outcome<PageAnswer>> ScanAsync(Snapshot snapshot, TableRecord table, ScanInput request, QueryRequests.Bound bound)
    {
        var isConsistent = request.ConsistentRead is true;
        var found = Selection.FindIndex(table, request.IndexName, isConsistent);
        if (found.IsError)
        {
            return found.Error;
        }

        var index = found.Value;
        var mustFetch = Selection.MustFetch(table, index, request.Select, bound.View);
        if (mustFetch.IsError)
        {
            return mustFetch.Error;
        }

        var segments = request.TotalSegments ?? 1;
        var segment = request.Segment ?? 0;
        var range = SegmentRange.Of(index is null ? DynamoDbTables.Items.Under(table.Id) : DynamoDbTables.IndexRows.Under(index.Id), segment, segments);
        if (bound.Start is { } start)
        {
            if (StartKey.Check(table, index, start, isScan: true) is { } problem)
            {
                return problem;
            }

            if (!SegmentRange.Contains(ItemKey.Of(index?.Key ?? table.Key, start).Hash, segment, segments))
            {
                return DynamoDbErrors.Validation(
                    $"The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: {segments} Segment: {segment}");
            }

            range = range.After(StartKey.RowOf(table, index, start));
        }

        var isCount = request.Select == "COUNT";
        var page = await PageReader.ReadAsync(snapshot, index is not null, range, isReverse: false, request.Limit, bound.Filter, !isCount);
        var units = PageAnswer.UnitsOf(index, page, isConsistent);
        if (mustFetch.Value)
        {
            await Selection.FetchAsync(snapshot, table, page, isConsistent, units);
        }

        return PageAnswer.Of(table, index, page, bound.View, isCount, units, request.ReturnConsumedCapacity);
    }

    private static AwsError? Check(ScanInput request) =>
        TableNameRules.Check(request.TableName!)
        ?? ParameterStyle.Check(request, s_older, s_expressions)
        ?? CheckSegments(request)
        ?? Selection.Check(request.Select, request.IndexName, request.ProjectionExpression, request.AttributesToGet);

    private static AwsError? CheckSegments(ScanInput request) => request switch
    {
        { TotalSegments: not null, Segment: null } =>
            DynamoDbErrors.Validation("The Segment parameter is required but was not present in the request when parameter TotalSegments is present"),
        { TotalSegments: null, Segment: not null } =>
            DynamoDbErrors.Validation("The TotalSegments parameter is required but was not present in the request when Segment parameter is present"),
        { TotalSegments: { } segments, Segment: { } segment } when segment >= segments => DynamoDbErrors.Validation(
            $"The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {segment} is not less than TotalSegments: {segments}"),
        _ => null,
    };
}
