using Unkai.Api.DynamoDb;
using System.Globalization;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The tables and indexes for which contributor insights have been set, in the order of their names. A token is how many come before.</summary>
internal sealed class ListContributorInsights : IOperation<ListContributorInsightsInput, ListContributorInsightsOutput>
{
    private const int PageMax = 100;

    public async ValueTask<Outcome<ListContributorInsightsOutput>> ExecuteAsync(Call call, ListContributorInsightsInput request)
    {
        if (request.TableName is { } name)
        {
            return await TableLookup.ReadAsync<ListContributorInsightsOutput>(call, name, (_, table) =>
                ValueTask.FromResult<Outcome<ListContributorInsightsOutput>>(PageOf([.. Summaries(table)], request)));
        }

        return await call.ReadAsync<Outcome<ListContributorInsightsOutput>>(async snapshot =>
        {
            var summaries = new List<ContributorInsightsSummary>();
            await foreach (var (_, table) in DynamoDbTables.Tables.EachAsync(snapshot, DynamoDbTables.Tables.Under(call.Account.Value, call.Region).All))
            {
                summaries.AddRange(Summaries(table));
            }

            return PageOf(summaries, request);
        });
    }

    private static ListContributorInsightsOutput PageOf(List<ContributorInsightsSummary> all, ListContributorInsightsInput request)
    {
        var from = int.TryParse(request.NextToken, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : 0;
        var max = request.MaxResults is > 0 and var asked ? asked : PageMax;
        return new ListContributorInsightsOutput
        {
            ContributorInsightsSummaries = [.. all.Skip(from).Take(max)],
            NextToken = all.Count > from + max ? (from + max).ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    private static IEnumerable<ContributorInsightsSummary> Summaries(TableRecord table)
    {
        if (table.Insights is { } insights)
        {
            yield return SummaryOf(table, null, insights);
        }

        foreach (var index in table.Indexes)
        {
            if (index.Insights is { } own)
            {
                yield return SummaryOf(table, index.Name, own);
            }
        }
    }

    private static ContributorInsightsSummary SummaryOf(TableRecord table, string? index, InsightsRecord insights) => new()
    {
        TableName = table.Name,
        IndexName = index,
        ContributorInsightsStatus = insights.IsEnabled ? "ENABLED" : "DISABLED",
        ContributorInsightsMode = insights.Mode,
    };
}
