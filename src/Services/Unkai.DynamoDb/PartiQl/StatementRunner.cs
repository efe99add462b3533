using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>Carries out one statement for itself.</summary>
internal static class StatementRunner
{
    /// <summary>What a statement answers.</summary>
    /// <param name="Table">Its table.</param>
    /// <param name="Units">What it consumed.</param>
    /// <param name="Items">What it shows; empty for a write that returns nothing.</param>
    /// <param name="Last">LastEvaluatedKey.</param>
    /// <param name="NextToken">NextToken.</param>
    internal sealed record Answer(TableRecord Table, ConsumedUnits Units, List<MapValue> Items, MapValue? Last = null, string? NextToken = null);

    internal static ValueTask<Outcome<Answer>> RunAsync(Call call, StatementRequest request, int? limit, string? nextToken) =>
        request.Statement is SelectStatement select ? TakeAsync(call, SelectAsync(call, select, request.IsConsistent, limit, nextToken))
        : request.Statement is ExistsStatement ? ValueTask.FromResult<Outcome<Answer>>(PartiQlErrors.ExistsAlone)
        : ChangeAsync(call, request);

    /// <summary>An answer of reads, where the table's throughput allows it.</summary>
    internal static async ValueTask<Outcome<Answer>> TakeAsync(Call call, ValueTask<Outcome<Answer>> reading)
    {
        var answer = await reading;
        return !answer.IsError && await ThroughputGate.TakeReadAsync(call, answer.Value.Table, answer.Value.Units) is { } throttled ? throttled : answer;
    }

    private static ValueTask<Outcome<Answer>> SelectAsync(Call call, SelectStatement select, bool isConsistent, int? limit, string? nextToken) => call.ReadAsync<Outcome<Answer>>(async snapshot =>
    {
        var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, select.Table));
        if (table.IsError)
        {
            return table.Error;
        }

        var page = await SelectReader.ReadAsync(snapshot, table.Value, select, isConsistent, limit, nextToken);
        return page.IsError ? page.Error : new Answer(table.Value, page.Value.Units, page.Value.Items, page.Value.Last, page.Value.NextToken);
    });

    private static ValueTask<Outcome<Answer>> ChangeAsync(Call call, StatementRequest request) => call.TransactAsync<Answer>(async transaction =>
    {
        var table = await TableLookup.FindReadyAsync(transaction, call, TableAddress.Of(call, request.Statement.Table));
        var change = table.IsError ? table.Error : StatementChange.Of(request, table.Value);
        var key = change.IsError ? change.Error : ItemChanges.KeyOf(table.Value, change.Value);
        if (key.IsError)
        {
            return key.Error;
        }

        var units = new ConsumedUnits();
        var result = await ItemChanges.ApplyAsync(transaction, table.Value, WriteOrigin.Of(call), change.Value, key.Value, units);
        return (result.Error ?? await ThroughputGate.TakeWriteAsync(transaction, call, table.Value, units)) is { } refused ? refused : new Answer(table.Value, units, Returned(request.Statement, result.Value));
    });

    private static List<MapValue> Returned(PartiQlStatement statement, ChangeResult result)
    {
        var returning = statement switch
        {
            UpdateStatement update => update.Returning,
            DeleteStatement delete => delete.Returning,
            _ => null,
        };
        return returning is not null && SingleWrite.Shown(result, returning) is { Members.Count: > 0 } shown ? [shown] : [];
    }
}
