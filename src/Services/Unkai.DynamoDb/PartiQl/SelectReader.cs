using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Reading;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>Reads a page of a SELECT.</summary>
internal static class SelectReader
{
    internal static async ValueTask<Outcome<SelectAnswer>> ReadAsync(
        Snapshot snapshot, TableRecord table, SelectStatement select, bool isConsistent, int? limit, string? nextToken)
    {
        var index = Selection.FindIndex(table, select.Index, isConsistent);
        var plan = index.IsError ? index.Error : SelectPlan.Of(select, table, index.Value);
        if ((plan.Error ?? Check(select)) is { } problem)
        {
            return problem;
        }

        SelectToken? start = null;
        if (nextToken is not null)
        {
            var read = SelectToken.Read(nextToken, plan.Value.RangeCount);
            if (read.IsError || StartKey.Check(table, index.Value, read.Value.Last) is not null)
            {
                return PartiQlErrors.InvalidNextToken;
            }

            start = read.Value;
        }

        return await ReadAsync(snapshot, table, index.Value, select, plan.Value, isConsistent, limit, start);
    }

    private static AwsError? Check(SelectStatement select) => select.Where?.Check(Placeholders.None) is { } problem ? ValueErrors.Validation(problem) : null;

    private static async ValueTask<SelectAnswer> ReadAsync(
        Snapshot snapshot, TableRecord table, IndexRecord? index, SelectStatement select, SelectPlan plan, bool isConsistent, int? limit, SelectToken? start)
    {
        var items = new List<MapValue>();
        var total = new Page();
        for (var number = start?.Range ?? 0; number < plan.RangeCount; number++)
        {
            var range = plan.RangeOf(number);
            if (number == start?.Range)
            {
                var row = StartKey.RowOf(table, index, start.Last);
                range = plan.IsReverse ? range.Before(row) : range.After(row);
            }

            var page = await PageReader.ReadAsync(
                snapshot, index is not null, range, plan.IsReverse, limit - total.ScannedCount, select.Where is { } where ? item => where.Holds(item, Placeholders.None) : null, keepsItems: true);
            items.AddRange(page.Items);
            total.ScannedCount += page.ScannedCount;
            total.Bytes += page.Bytes;
            if (page.Last is { } last)
            {
                var key = last.Only(StartKey.NamesOf(table, index));
                return new SelectAnswer(Shown(items, select), PageAnswer.UnitsOf(index, total, isConsistent), key, new SelectToken(number, key).Write());
            }
        }

        return new SelectAnswer(Shown(items, select), PageAnswer.UnitsOf(index, total, isConsistent), null, null);
    }

    private static List<MapValue> Shown(List<MapValue> items, SelectStatement select) => [.. items.Select(item => SelectColumns.Of(item, select.Paths))];
}
